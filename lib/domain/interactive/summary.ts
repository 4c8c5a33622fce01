import { formatMs, NO_VALUE } from '../charts/format.ts';
import { SIDES, type Side } from '../execution/executor.ts';
import { OUTCOME_WORDS, SIDE_NAMES } from '../report/words.ts';
import { ascending, quantile } from '../statistics/quantile.ts';
import type { Ms } from '../units.ts';
import type { LessonFigure } from './interactive.ts';
import type { InteractiveRun, RunInvocation } from './run.ts';

const NAMES: Record<Side, string> = { function: 'environment', container: 'replica' };
export const oneInstance = (side: Side): string => NAMES[side];

/** The end of an id, where ids of one run differ; its last part alone when that is long enough. */
export function shortId(id: string | null): string {
  if (id === null) return NO_VALUE;
  const last = id.split('-').at(-1) ?? id;
  return (last.length >= 4 ? last : id).slice(-8);
}

/** What the caller waited. */
export const total = ({ startedAtMs, endedAtMs }: Pick<RunInvocation, 'startedAtMs' | 'endedAtMs'>): Ms =>
  endedAtMs - startedAtMs;

export interface SideSummary {
  invocations: number;
  cold: number;
  failed: number;
  /** Environments or replicas that took a request. */
  instances: number;
  /** What the caller of a single answered invocation waited; null when there are none or several. */
  only: Ms | null;
  /** Median of what the callers of answered invocations waited; null with fewer than two: errors never count as fast. */
  p50: Ms | null;
}

export function summarise(all: readonly RunInvocation[]): SideSummary {
  const answered = all.filter(({ invocation }) => invocation.outcome === 'ok');
  return {
    invocations: all.length,
    cold: all.filter(({ invocation }) => invocation.cold).length,
    failed: all.length - answered.length,
    instances: new Set(all.flatMap(({ invocation }) => invocation.instanceId ?? [])).size,
    only: all.length === 1 && answered[0] ? total(answered[0]) : null,
    p50: quantile(ascending(answered.map(total)), 0.5)?.value ?? null,
  };
}

const times = (ratio: number): string =>
  ratio.toLocaleString('en-US', { maximumSignificantDigits: ratio < 10 ? 2 : 3 });

type Told = Pick<InteractiveRun, 'invocations' | 'deployed'>;

/**
 * "At p50 functions took 57 times as long as containers; 10 of 10 waited for a cold start, and the replica had started
 * before, in 514 ms." A side that failed is
 * said first. One request on each side gives no ratio: both times are told, with the starts that are in them and the
 * one that came before. Null while a side has no invocation, or one against several of the other.
 */
export function comparison(run: Told): string | null {
  const sides = each((side) => summarise(run.invocations[side]));
  if (SIDES.some((side) => sides[side].invocations === 0)) return null;
  return failures(run, sides) ?? medians(run, sides) ?? singles(run, sides);
}

const each = <T>(make: (side: Side) => T): Record<Side, T> => ({
  function: make('function'),
  container: make('container'),
});

/** What is said where a side answered nothing: there is nothing to compare. */
function failures({ invocations }: Told, sides: Readonly<Record<Side, SideSummary>>): string | null {
  const failed = SIDES.filter((side) => sides[side].failed === sides[side].invocations);
  const [side] = failed;
  if (side === undefined) return null;
  const how = (one: Side) => {
    const outcomes = [
      ...new Set(invocations[one].map(({ invocation }) => OUTCOME_WORDS[invocation.outcome])),
    ];
    const { invocations: sent } = sides[one];
    return `${SIDE_NAMES[one].toLowerCase()} at ${sent === 1 ? 'the one request' : `all ${sent} requests`} (${outcomes.join(', ')})`;
  };
  if (failed.length > 1) return `Both sides failed: ${failed.map(how).join(', ')}.`;
  return `${capital(how(side)).replace(' at ', ' failed at ')}, so there is nothing to compare.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function medians(run: Told, sides: Readonly<Record<Side, SideSummary>>): string | null {
  const [fn, container] = [sides.function.p50, sides.container.p50];
  if (fn === null || container === null || fn <= 0 || container <= 0) return null;
  const ratio = Math.max(fn, container) / Math.min(fn, container);
  if (ratio < 1.1) return 'At p50 both sides took about as long.';
  const [slow, fast] =
    fn > container ? (['function', 'container'] as const) : (['container', 'function'] as const);
  return `At p50 ${SIDE_NAMES[slow].toLowerCase()} took ${times(ratio)} times as long as ${SIDE_NAMES[fast].toLowerCase()}${waited(sides[slow], fast, run)}.`;
}

const waited = ({ cold, invocations }: SideSummary, fast: Side, run: Told): string =>
  cold === 0 ? '' : `; ${cold} of ${invocations} waited for a cold start${startedBefore(fast, run)}`;

/** A start that no request waited for is told beside those that some did: else it looks like none. */
function startedBefore(side: Side, { deployed }: Told): string {
  const starts = deployed[side]?.ready.map(({ initMs }) => initMs) ?? [];
  if (starts.length === 0) return '';
  const [what, how] = starts.length === 1 ? [oneInstance(side), 'in'] : [`${oneInstance(side)}s`, 'in up to'];
  return `, and the ${what} had started before, ${how} ${formatMs(Math.max(...starts))}`;
}

function singles(run: Told, sides: Readonly<Record<Side, SideSummary>>): string | null {
  if (SIDES.some((side) => sides[side].only === null)) return null;
  const told = SIDES.map((side) => {
    const took = `${SIDE_NAMES[side].toLowerCase()} took ${formatMs(sides[side].only ?? 0)}`;
    return `${took}${startWords(side, run)}`;
  });
  return `With one request ${told.join(', ')}. One request gives no ratio.`;
}

/** The start that a single request waited for, or the one that its environment or replica had made before. */
function startWords(side: Side, { invocations, deployed }: Told): string {
  const { cold, init, instanceId } = invocations[side][0]?.invocation ?? {};
  if (cold) return ` with a start of ${formatMs(init ?? 0)}`;
  const before = deployed[side]?.ready.find((one) => one.instanceId === instanceId);
  return before === undefined
    ? ''
    : ` (the ${oneInstance(side)} had started before, in ${formatMs(before.initMs)})`;
}

/** Figures of one label, on one row. */
export interface FigureRow {
  label: string;
  unit: string;
  function: number | null;
  container: number | null;
  /** A figure that belongs to neither side. */
  both: number | null;
  /** "Functions 57 times as much", for values that both sides have; a single measurement makes no ratio. */
  difference: string | null;
}

export function figureRows(figures: readonly LessonFigure[]): FigureRow[] {
  const rows = new Map<string, FigureRow>();
  const single = new Set<string>();
  for (const { label, unit, side, value, of } of figures) {
    const key = `${label}\n${unit}`;
    const none = { function: null, container: null, both: null, difference: null };
    const row = rows.get(key) ?? { label, unit, ...none };
    rows.set(key, { ...row, [side ?? 'both']: value });
    if (of === 1) single.add(key);
  }
  return [...rows].map(([key, row]) => ({
    ...row,
    difference: single.has(key) ? null : differenceOf(row),
  }));
}

function differenceOf({ function: fn, container }: FigureRow): string | null {
  if (fn === null || container === null) return null;
  if (fn === container) return 'the same';
  if (fn <= 0 || container <= 0) return null;
  const ratio = Math.max(fn, container) / Math.min(fn, container);
  if (ratio < 1.1) return 'about the same';
  return `${fn > container ? SIDE_NAMES.function : SIDE_NAMES.container} ${times(ratio)} times as much`;
}
