import { CrossoverError } from '../../errors.ts';
import type { Ms } from '../../units.ts';
import type { BadRows } from './bad-rows.ts';
import type { TraceOptions } from './format.ts';
import type { CountsTrace } from './trace.ts';
import { unclear } from './unclear.ts';

/** A hundred million intervals: three years by the second. More is a misread unit, not a trace. */
const MOST_INTERVALS = 100_000_000;

export interface TimedValues {
  times: Float64Array;
  values: Float64Array;
  /** Numbers of the rows in the file; null: none shares an interval. */
  rows: Float64Array | null;
}

export interface ValuesMeaning {
  notes: readonly string[];
  /** Length of an interval that the time column names. */
  step: Ms | null;
  options: TraceOptions;
  /** Values are rates per so much time. Null: they are counts. */
  per: Ms | null;
}

/**
 * Values at times as counts of even intervals. The interval is what was said, else the most common distance of
 * neighbours; intervals without a row hold nothing. Rows that share an interval are bad.
 */
export function evenCounts(
  { times, values, rows }: TimedValues,
  meaning: ValuesMeaning,
  bad: BadRows,
): CountsTrace {
  const { notes, per, options } = meaning;
  const first = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const intervalMs = intervalOf(times, meaning);
  const intervals = Math.round((last - first) / intervalMs) + 1;
  if (intervals > MOST_INTERVALS) throw tooMany(intervals);
  const even = new Float64Array(intervals).fill(-1);
  let beside = 0;
  times.forEach((at, index) => {
    const exact = (at - first) / intervalMs;
    const place = Math.round(exact);
    if (Math.abs(exact - place) > BESIDE) beside++;
    if ((even[place] ?? 0) >= 0) bad.add(rows?.[index] ?? 0, 'another row has the same interval');
    else even[place] = (values[index] ?? 0) * (per === null ? 1 : intervalMs / per);
  });
  if (options.intervalMs === undefined && beside > times.length * MOST_BESIDE) throw noInterval(intervalMs);
  const empty = even.filter((count) => count < 0).length;
  const all = even.map((count) => Math.max(0, count));
  return {
    kind: 'counts',
    format: per === null ? 'counts per interval' : 'a rate for each interval',
    notes: [
      ...notes,
      `An interval is ${intervalMs / 1000} s.`,
      ...(empty > 0 ? [`${empty.toLocaleString('en-US')} intervals without a row count as 0.`] : []),
      ...(beside > 0
        ? [`${beside.toLocaleString('en-US')} rows lie between two intervals and count to the nearer one.`]
        : []),
    ],
    requests: all.reduce((sum, count) => sum + count, 0),
    durationMs: intervals * intervalMs,
    intervalMs,
    counts: all,
  };
}

/** As a share of an interval: a clock that drifts a little is no news. */
const BESIDE = 0.1;
/** Of more rows than these the most common distance is no interval: they come whenever something happens. */
const MOST_BESIDE = 1 / 3;

function intervalOf(times: Float64Array, { options, step }: ValuesMeaning): Ms {
  const known = options.intervalMs ?? commonDistance(times) ?? step;
  if (known !== null) return known;
  throw unclear('One row alone does not say how long its interval is.', ['interval']);
}

/** The most common distance above 0; of equally common ones the shortest. Null when there is none. */
function commonDistance(times: Float64Array): Ms | null {
  const sorted = times.slice().sort();
  const seen = new Map<number, number>();
  for (let index = 1; index < sorted.length; index++) {
    const distance = Math.round(((sorted[index] ?? 0) - (sorted[index - 1] ?? 0)) * 1000) / 1000;
    if (distance > 0) seen.set(distance, (seen.get(distance) ?? 0) + 1);
  }
  const [best] = [...seen].sort(([a, often], [b, oftenB]) => oftenB - often || a - b);
  return best?.[0] ?? null;
}

const noInterval = (intervalMs: Ms) =>
  unclear(
    `The times are not at even distances: more than a third of the rows lie beside intervals of ${intervalMs / 1000} s.`,
    ['interval', 'count'],
  );

const tooMany = (intervals: number) =>
  new CrossoverError({
    code: 'trace-too-long',
    owner: 'yours',
    message: `The times span ${intervals.toLocaleString('en-US')} intervals.`,
    remedy:
      'Check the time column and its unit; --unit (field "Unit") and --interval (field "Interval") say otherwise.',
  });
