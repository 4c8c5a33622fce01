import type { Problem } from '../errors.ts';
import type { ByCandidate } from '../execution/candidate.ts';
import type { ExperimentState } from '../experiment/state.ts';
import type { ExperimentEvent, LiveSecond } from './events.ts';

/** How far a run is; `done` and `total` are measured seconds of all candidates together. */
export interface LiveProgress {
  doing: string;
  done: number;
  total: number;
  secondsLeft: number | null;
}

/** Everything the page of a run in progress shows. */
export interface LiveView {
  state: ExperimentState;
  /** The last state that was not an end, so that a failed run still says where it stopped. */
  reached: ExperimentState;
  problem: Problem | null;
  progress: LiveProgress | null;
  /** Ordered by second; a second without requests is absent. */
  seconds: ByCandidate<readonly LiveSecond[]>;
}

const RANK: Record<ExperimentState, number> = {
  queued: 0,
  preparing: 1,
  running: 2,
  analysing: 3,
  done: 4,
  failed: 4,
  cancelled: 4,
  interrupted: 4,
};
const END = 4;

/** The view before the first event, from what the stored experiment says. */
export const initialLive = (state: ExperimentState, problem: Problem | null = null): LiveView => ({
  state,
  reached: RANK[state] < END ? state : state === 'done' ? 'analysing' : 'queued',
  problem,
  progress: null,
  seconds: {},
});

/**
 * One event into the view. Replays are harmless: a run never goes back a state, progress never
 * shrinks, and a second that comes twice replaces itself. So a reload or a reconnection may send
 * everything again from the start, in its old order.
 */
export function reduceLive(view: LiveView, event: ExperimentEvent): LiveView {
  switch (event.kind) {
    case 'state':
      return moveTo(view, event.state, event.problem ?? null);
    case 'progress':
      return withProgress(view, event);
    case 'seconds':
      return { ...view, seconds: mergeSeconds(view.seconds, event.seconds) };
  }
}

function moveTo(view: LiveView, state: ExperimentState, problem: Problem | null): LiveView {
  const step = RANK[state] < END ? state : view.reached;
  const reached = RANK[step] > RANK[view.reached] ? step : view.reached;
  if (RANK[view.state] === END || RANK[state] < RANK[view.state]) return { ...view, reached };
  return { ...view, state, reached, problem: problem ?? view.problem };
}

function withProgress(view: LiveView, next: LiveProgress): LiveView {
  if (view.progress && next.done < view.progress.done) return view;
  const { doing, done, total, secondsLeft } = next;
  return { ...view, progress: { doing, done, total, secondsLeft } };
}

function mergeSeconds(known: LiveView['seconds'], fresh: readonly LiveSecond[]): LiveView['seconds'] {
  const merged = [...Map.groupBy(fresh, ({ candidate }) => candidate)].map(([candidate, mine]) => {
    const bySecond = new Map([...(known[candidate] ?? []), ...mine].map((second) => [second.second, second]));
    return [candidate, [...bySecond.values()].sort((a, b) => a.second - b.second)];
  });
  return { ...known, ...Object.fromEntries(merged) };
}
