import { NO_VALUE } from '../charts/format.ts';
import type { Side } from '../execution/executor.ts';
import { SIDE_NAMES } from '../report/words.ts';
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
  /** What the caller of a single invocation waited; null when there are none or several. */
  only: Ms | null;
  /** Median of what the callers waited; null with fewer than two invocations. */
  p50: Ms | null;
}

export function summarise(all: readonly RunInvocation[]): SideSummary {
  return {
    invocations: all.length,
    cold: all.filter(({ invocation }) => invocation.cold).length,
    failed: all.filter(({ invocation }) => invocation.outcome !== 'ok').length,
    instances: new Set(all.flatMap(({ invocation }) => invocation.instanceId ?? [])).size,
    only: all.length === 1 && all[0] ? total(all[0]) : null,
    p50: quantile(ascending(all.map(total)), 0.5)?.value ?? null,
  };
}

const times = (ratio: number): string =>
  ratio.toLocaleString('en-US', { maximumSignificantDigits: ratio < 10 ? 2 : 3 });

/**
 * "At p50 functions took 57 times as long as containers; 10 of 10 waited for a cold start." One request
 * on each side has no percentile and is called what it is. A single press has no interval, so nearly equal
 * times are called that. Null while a side has no invocation, or one against several of the other.
 */
export function comparison({ invocations }: Pick<InteractiveRun, 'invocations'>): string | null {
  const sides = { function: summarise(invocations.function), container: summarise(invocations.container) };
  return comparisonBy('p50', 'At p50', sides) ?? comparisonBy('only', 'With the one request', sides);
}

function comparisonBy(
  of: 'p50' | 'only',
  where: string,
  sides: Readonly<Record<Side, SideSummary>>,
): string | null {
  const [fn, container] = [sides.function[of], sides.container[of]];
  if (fn === null || container === null || fn <= 0 || container <= 0) return null;
  const ratio = Math.max(fn, container) / Math.min(fn, container);
  if (ratio < 1.1) return `${where} both sides took about as long.`;
  const [slow, fast] =
    fn > container ? (['function', 'container'] as const) : (['container', 'function'] as const);
  return `${where} ${SIDE_NAMES[slow].toLowerCase()} took ${times(ratio)} times as long as ${SIDE_NAMES[fast].toLowerCase()}${waited(sides[slow])}.`;
}

function waited({ cold, invocations }: SideSummary): string {
  if (cold === 0) return '';
  return `; ${invocations === 1 ? 'it' : `${cold} of ${invocations}`} waited for a cold start`;
}

/** Figures of one label, on one row. */
export interface FigureRow {
  label: string;
  unit: string;
  function: number | null;
  container: number | null;
  /** A figure that belongs to neither side. */
  both: number | null;
  /** "Functions 57 times the containers' value", for times that both sides have. */
  difference: string | null;
}

export function figureRows(figures: readonly LessonFigure[]): FigureRow[] {
  const rows = new Map<string, FigureRow>();
  for (const { label, unit, side, value } of figures) {
    const key = `${label}\n${unit}`;
    const none = { function: null, container: null, both: null, difference: null };
    const row = rows.get(key) ?? { label, unit, ...none };
    rows.set(key, { ...row, [side ?? 'both']: value });
  }
  return [...rows.values()].map((row) => ({ ...row, difference: differenceOf(row) }));
}

function differenceOf({ function: fn, container }: FigureRow): string | null {
  if (fn === null || container === null) return null;
  if (fn === container) return 'the same';
  if (fn <= 0 || container <= 0) return null;
  const ratio = Math.max(fn, container) / Math.min(fn, container);
  if (ratio < 1.1) return 'about the same';
  return `${fn > container ? SIDE_NAMES.function : SIDE_NAMES.container} ${times(ratio)} times as much`;
}
