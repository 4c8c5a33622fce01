import { SIDES, type Side } from '../execution/executor.ts';
import type { CandidateReport } from '../report/measurement.ts';
import { SIDE_NAMES } from '../report/words.ts';
import { countTicks, logDomain, logTicks } from './axis.ts';
import type { ChartTable } from './chart-table.ts';
import { formatMs } from './format.ts';

/** A second as the report stores it and as a live run publishes it. */
export type Second = CandidateReport['timeline'][number];

/** One second of one lane; every quantity is null in a second without requests: a gap stays a gap. */
export interface LanePoint {
  second: number;
  p50: number | null;
  p95: number | null;
  /** p50 to p95. */
  band: [number, number] | null;
  /** At the top of the lane when cold starts happened in this second. */
  cold: number | null;
  errors: number | null;
  instances: number | null;
}

/** Seconds of both sides over one time axis and one latency axis. */
export interface Lanes {
  /** Time axis from 0 to its last second. */
  seconds: { end: number; ticks: number[] };
  ms: { domain: [number, number]; ticks: number[] };
  instances: { ticks: number[] };
  points: Record<Side, LanePoint[]>;
  summary: string;
  table: ChartTable;
}

/**
 * Prepares the timeline of a run, running or done.
 * @param seconds per side, in order; absent seconds are gaps.
 * @param planned measured seconds of a side, so that a run in progress does not rescale its axis.
 */
export function prepareLanes(seconds: Readonly<Record<Side, readonly Second[]>>, planned: number): Lanes {
  const all = SIDES.flatMap((side) => [...seconds[side]]);
  const end = Math.max(Math.ceil(planned) - 1, 1, ...all.map((second) => second.second));
  const domain = logDomain(all.flatMap(answered).flatMap(({ p50, p95 }) => [p50, p95]));
  return {
    seconds: { end, ticks: countTicks(end).filter((second) => second <= end) },
    ms: { domain, ticks: logTicks(domain, 5) },
    instances: { ticks: countTicks(Math.max(0, ...all.map((second) => second.instances))) },
    points: { function: lane(seconds.function), container: lane(seconds.container) },
    summary: SIDES.map((side) => sentence(side, seconds[side])).join(' '),
    table: table(seconds),
  };
}

function lane(seconds: readonly Second[]): LanePoint[] {
  const bySecond = new Map(seconds.map((second) => [second.second, second]));
  const last = Math.max(-1, ...bySecond.keys());
  return Array.from({ length: last + 1 }, (_, second) => point(second, bySecond.get(second)));
}

function point(second: number, found: Second | undefined): LanePoint {
  if (!found) {
    return { second, p50: null, p95: null, band: null, cold: null, errors: null, instances: null };
  }
  const [latency] = answered(found);
  return {
    second,
    p50: latency?.p50 ?? null,
    p95: latency?.p95 ?? null,
    band: latency === undefined ? null : [latency.p50, latency.p95],
    cold: found.cold > 0 ? found.cold : null,
    errors: found.errors > 0 ? found.errors : null,
    instances: found.instances,
  };
}

/** A second in which every request failed has no latency to draw (0 in older reports), but its errors count. */
function answered({ count, errors, p50, p95, max }: Second) {
  if (count === errors || p50 === null || p95 === null || max === null) return [];
  return [{ p50, p95, max }];
}

function sentence(side: Side, seconds: readonly Second[]): string {
  if (seconds.length === 0) return `${SIDE_NAMES[side]}: nothing measured yet.`;
  const sum = (pick: (second: Second) => number) => seconds.reduce((total, one) => total + pick(one), 0);
  const latencies = seconds.flatMap(answered);
  const worst = Math.max(...latencies.map(({ p95 }) => p95));
  return [
    `${SIDE_NAMES[side]}: ${plural(seconds.length, 'second')} with requests`,
    plural(
      sum((one) => one.cold),
      'cold start',
    ),
    plural(
      sum((one) => one.errors),
      'error',
    ),
    latencies.length === 0 ? 'no good answer.' : `worst second at p95 ${formatMs(worst)}.`,
  ].join(', ');
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function latencyCells(second: Second): string[] {
  const [latency] = answered(second);
  return latency === undefined ? ['–', '–', '–'] : [latency.p50, latency.p95, latency.max].map(formatMs);
}

function table(seconds: Readonly<Record<Side, readonly Second[]>>): ChartTable {
  return {
    caption: 'Each measured second; seconds without requests are left out',
    columns: ['Second', 'Side', 'Requests', 'Errors', 'Cold starts', 'p50', 'p95', 'Slowest', 'Instances'],
    rows: SIDES.flatMap((side) =>
      seconds[side].map((one) => [
        String(one.second),
        SIDE_NAMES[side],
        ...[one.count, one.errors, one.cold].map(String),
        ...latencyCells(one),
        String(one.instances),
      ]),
    ),
  };
}
