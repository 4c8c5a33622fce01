import { countTicks } from '../charts/axis.ts';
import type { ChartTable } from '../charts/chart-table.ts';
import { exactMs, formatMs, NO_VALUE } from '../charts/format.ts';
import { SIDES, type Side } from '../execution/executor.ts';
import { OUTCOME_WORDS, SIDE_NAMES } from '../report/words.ts';
import type { Ms } from '../units.ts';
import type { InteractiveRun, RunInvocation } from './run.ts';
import { oneInstance, shortId, summarise, total } from './summary.ts';

/**
 * `before`: the start of an environment or replica that stood ready, drawn before its first request and no part of
 * its time. `handler`: until the answer was there, by the executor's clock. `passing`: the executor's own work.
 */
export const PHASES = ['before', 'queued', 'init', 'handler', 'passing'] as const;
export type Phase = (typeof PHASES)[number];

/** From and to on the axis of the timeline. */
export interface Segment {
  phase: Phase;
  from: Ms;
  to: Ms;
}

export interface TimelineLane {
  index: number;
  /** Short id of the environment or replica; a dash when none took the request. */
  instance: string;
  cold: boolean;
  failed: boolean;
  segments: Segment[];
  /** Everything that the lane shows, in words. */
  words: string;
}

/** Both sides over one time axis, ready to draw. */
export interface Timeline {
  /** The axis runs from here, 0 or before it, where starts before the first request are drawn. */
  begin: Ms;
  end: Ms;
  ticks: Ms[];
  lanes: Record<Side, TimelineLane[]>;
  /** Environments or replicas over time, as steps; empty when the run does not tell them. */
  counts: Record<Side, { from: Ms; to: Ms; count: number }[]>;
  mostInstances: number;
  summary: string;
  table: ChartTable;
}

export interface TimelineOptions {
  /** Zero of the axis: for each side when its first request was due, or for both when the run began. */
  origin: 'first request' | 'run';
  /** The axis is at least this long, so that it does not grow with every event. */
  atLeast?: Ms;
}

export function prepareTimeline(run: InteractiveRun, { origin, atLeast = 1 }: TimelineOptions): Timeline {
  const all = SIDES.flatMap((side) => [...run.invocations[side]]);
  const start = each((side) => (origin === 'run' ? 0 : firstOf(run.invocations[side])));
  const changes = SIDES.flatMap((side) => run.counts[side].map(({ atMs }) => atMs));
  const last = Math.max(atLeast, ...all.map((one) => one.endedAtMs - start[one.invocation.side]), ...changes);
  const lanes = each((side) => lanesOf(run, side, start[side]));
  const first = Math.min(
    0,
    ...SIDES.flatMap((side) => lanes[side].map(({ segments }) => segments[0]?.from ?? 0)),
  );
  const ticks = axisTicks(first, last);
  const end = ticks.at(-1) ?? last;
  // Counts are drawn until the last thing that is known, not into the rest of the axis.
  const known = Math.max(0, ...all.map(({ endedAtMs }) => endedAtMs), ...changes);
  return {
    begin: ticks[0] ?? 0,
    end,
    ticks,
    lanes,
    counts: each((side) => stepsOf(run.counts[side], known)),
    mostInstances: Math.max(1, ...SIDES.flatMap((side) => run.counts[side].map(({ count }) => count))),
    summary: SIDES.map((side) => sentence(side, run.invocations[side])).join(' '),
    table: tableOf(run, start),
  };
}

const firstOf = (invocations: readonly RunInvocation[]): Ms =>
  invocations.length === 0 ? 0 : Math.min(...invocations.map(({ startedAtMs }) => startedAtMs));

const each = <T>(make: (side: Side) => T): Record<Side, T> => ({
  function: make('function'),
  container: make('container'),
});

/** Ticks of one step from at or before `first` to at or after `last`; 0 is one of them. */
function axisTicks(first: Ms, last: Ms): Ms[] {
  const ticks = countTicks(last - first);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const [from, to] = [Math.floor(first / step), Math.max(1, Math.ceil(last / step))];
  return Array.from({ length: to - from + 1 }, (_, index) => (from + index) * step);
}

/** Each start before the run is drawn once, in the lane of the first request that met what had started. */
function lanesOf(run: InteractiveRun, side: Side, start: Ms): TimelineLane[] {
  const waiting = new Map((run.deployed[side]?.ready ?? []).map((one) => [one.instanceId, one.initMs]));
  return run.invocations[side].map((one) => {
    const { instanceId, cold } = one.invocation;
    const before = instanceId === null || cold ? 0 : (waiting.get(instanceId) ?? 0);
    if (instanceId !== null) waiting.delete(instanceId);
    return laneOf(one, start, before);
  });
}

function laneOf(one: RunInvocation, start: Ms, before: Ms): TimelineLane {
  const { instanceId, cold, outcome } = one.invocation;
  const parts = { before, ...phasesOf(one) };
  let at = one.startedAtMs - start - before;
  const segments = PHASES.map((phase) => {
    const from = at;
    at += parts[phase];
    return { phase, from, to: at };
  });
  const started =
    before > 0 ? `; its ${oneInstance(one.side)} had started before, in ${formatMs(before)}` : '';
  return {
    index: one.index,
    instance: shortId(instanceId),
    cold,
    failed: outcome !== 'ok',
    segments: segments.filter(({ from, to }) => to > from),
    words: `${wordsOf(one)}${started}`,
  };
}

/** The phases one after another; none reaches beyond the end that the caller saw. */
function phasesOf(one: RunInvocation): Record<Exclude<Phase, 'before'>, Ms> {
  const { queued, init, handler } = one.invocation;
  let left = total(one);
  const take = (wanted: Ms): Ms => {
    const taken = Math.min(Math.max(0, wanted), left);
    left -= taken;
    return taken;
  };
  const taken = { queued: take(queued), init: take(init), handler: take(handler) };
  return { ...taken, passing: left };
}

function wordsOf(one: RunInvocation): string {
  const { cold, outcome, queued, init, handler, instanceId } = one.invocation;
  const who = instanceId === null ? '' : `, ${oneInstance(one.side)} ${shortId(instanceId)}`;
  const phases = `queued ${formatMs(queued)}, init ${formatMs(init)}, handler ${formatMs(handler)}`;
  return `Request ${one.index + 1}: ${cold ? 'cold' : 'warm'}, ${OUTCOME_WORDS[outcome]}${who}; ${phases}, total ${formatMs(total(one))}`;
}

const stepsOf = (counts: readonly { atMs: Ms; count: number }[], until: Ms) =>
  counts.map(({ atMs, count }, index) => ({
    from: atMs,
    to: Math.max(atMs, counts[index + 1]?.atMs ?? until),
    count,
  }));

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

function sentence(side: Side, all: readonly RunInvocation[]): string {
  if (all.length === 0) return `${SIDE_NAMES[side]}: no invocation yet.`;
  const { invocations, cold, instances } = summarise(all);
  const times = all.map(total);
  const [least, most] = [formatMs(Math.min(...times)), formatMs(Math.max(...times))];
  const span = least === most ? least : `${least} to ${most}`;
  return `${SIDE_NAMES[side]}: ${counted(invocations, 'invocation')}, ${cold} cold, on ${counted(instances, oneInstance(side))}, ${span}.`;
}

const timeCell = (ms: Ms | undefined): string =>
  ms === undefined ? NO_VALUE : exactMs(Math.round(ms * 100) / 100);

const tableOf = (run: InteractiveRun, start: Record<Side, Ms>): ChartTable => ({
  caption: 'Every invocation; start counts from the zero of the time axis.',
  columns: [
    'Invocation',
    'Instance',
    'Start',
    'Cold or warm',
    'Queued',
    'Init',
    'Handler',
    'Handler, reported by the code',
    'Total',
    'Outcome',
    'Started before the request, in',
  ],
  rows: SIDES.flatMap((side) => run.invocations[side].map((one) => rowOf(one, start[side], run))),
});

function rowOf(one: RunInvocation, start: Ms, { deployed }: InteractiveRun): string[] {
  const { invocation, side, index, startedAtMs } = one;
  const { instanceId, cold, queued, init, handler, reported, outcome } = invocation;
  const before = cold ? undefined : deployed[side]?.ready.find((ready) => ready.instanceId === instanceId);
  const times = [queued, init, handler, reported, total(one)].map(timeCell);
  return [
    `${side} ${index + 1}`,
    instanceId ?? NO_VALUE,
    timeCell(startedAtMs - start),
    cold ? 'cold' : 'warm',
    ...times,
    OUTCOME_WORDS[outcome],
    timeCell(before?.initMs),
  ];
}
