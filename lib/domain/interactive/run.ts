import type { Problem } from '../errors.ts';
import type { Side } from '../execution/executor.ts';
import type { InteractiveEvent } from '../live/events.ts';
import type { LessonResult } from './interactive.ts';

type Told<Kind extends InteractiveEvent['kind']> = Omit<Extract<InteractiveEvent, { kind: Kind }>, 'kind'>;

/** One invocation and its place on the run's clock (ms). */
export type RunInvocation = Told<'invocation'>;
export type RunDeployed = Told<'deployed'>;
/** `count` environments or replicas from `atMs` on. */
export type RunCount = Omit<Told<'instances'>, 'side'>;

/** Everything that is known of a playground or lesson run. */
export interface InteractiveRun {
  /** What was done, in order; the last one is being done until the run has ended. */
  steps: readonly string[];
  deployed: Readonly<Record<Side, RunDeployed | null>>;
  /** Ordered by index; one that has not come yet is absent. */
  invocations: Readonly<Record<Side, readonly RunInvocation[]>>;
  /** Ordered by time. */
  counts: Readonly<Record<Side, readonly RunCount[]>>;
  result: LessonResult | null;
  /** Why a side, or the whole run, could not go on. */
  problems: Readonly<Record<Side | 'run', Problem | null>>;
  ended: boolean;
}

export const initialRun: InteractiveRun = {
  steps: [],
  deployed: { function: null, container: null },
  invocations: { function: [], container: [] },
  counts: { function: [], container: [] },
  result: null,
  problems: { function: null, container: null, run: null },
  ended: false,
};

/**
 * One event into the view. Replays are harmless: whatever comes a second time replaces itself, so
 * a reload or a reconnection may send everything again from the start, in its old order.
 */
export function reduceRun(run: InteractiveRun, event: InteractiveEvent): InteractiveRun {
  switch (event.kind) {
    case 'doing':
      return run.steps.includes(event.text) ? run : { ...run, steps: [...run.steps, event.text] };
    case 'deployed':
      return { ...run, deployed: { ...run.deployed, [event.side]: without(event) } };
    case 'invocation':
      return { ...run, invocations: put(run.invocations, event.side, without(event), byIndex) };
    case 'instances': {
      const { side, atMs, count } = event;
      return { ...run, counts: put(run.counts, side, { atMs, count }, byTime) };
    }
    case 'outcome':
      return { ...run, result: event.result };
    case 'failed':
      return { ...run, problems: { ...run.problems, [event.side ?? 'run']: event.problem } };
    case 'done':
      return { ...run, ended: true };
  }
}

export const reduceRunEvents = (run: InteractiveRun, events: readonly InteractiveEvent[]): InteractiveRun =>
  events.reduce(reduceRun, run);

const byIndex = ({ index }: RunInvocation): number => index;
const byTime = ({ atMs }: RunCount): number => atMs;

function without<T extends { kind: string }>(event: T): Omit<T, 'kind'> {
  const { kind: _kind, ...rest } = event;
  return rest;
}

/** Puts one item in its place; one of the same place is replaced. */
function put<T>(
  all: Readonly<Record<Side, readonly T[]>>,
  side: Side,
  item: T,
  place: (item: T) => number,
): Record<Side, readonly T[]> {
  const others = all[side].filter((other) => place(other) !== place(item));
  return { ...all, [side]: [...others, item].sort((a, b) => place(a) - place(b)) };
}
