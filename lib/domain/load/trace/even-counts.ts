import { CrossoverError } from '../../errors.ts';
import type { Ms } from '../../units.ts';
import type { BadRows } from './bad-rows.ts';
import type { CountsTrace } from './trace.ts';

/** A hundred million intervals: three years by the second. More is a misread unit, not a trace. */
const MOST_INTERVALS = 100_000_000;

/**
 * Counts at times as counts of even intervals. The interval is the most common distance of neighbours;
 * intervals without a row hold nothing. Rows that share an interval are bad.
 */
export function evenCounts(
  times: Float64Array,
  counts: Float64Array,
  rows: Float64Array,
  bad: BadRows,
  notes: readonly string[],
): CountsTrace {
  const first = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = times.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const intervalMs = commonDistance(times);
  const intervals = Math.round((last - first) / intervalMs) + 1;
  if (intervals > MOST_INTERVALS) throw tooMany(intervals);
  const even = new Float64Array(intervals).fill(-1);
  times.forEach((at, index) => {
    const place = Math.round((at - first) / intervalMs);
    if ((even[place] ?? 0) >= 0) bad.add(rows[index] ?? 0, 'another row has the same interval', String(at));
    else even[place] = counts[index] ?? 0;
  });
  const empty = even.filter((count) => count < 0).length;
  const all = even.map((count) => Math.max(0, count));
  return {
    kind: 'counts',
    format: 'counts per interval',
    notes: [
      ...notes,
      `An interval is ${intervalMs / 1000} s.`,
      ...(empty > 0 ? [`${empty.toLocaleString('en-US')} intervals without a row count as 0.`] : []),
    ],
    requests: all.reduce((sum, count) => sum + count, 0),
    durationMs: intervals * intervalMs,
    intervalMs,
    counts: all,
  };
}

/** The most common distance above 0; of equally common ones the shortest. A minute when there is only one row. */
function commonDistance(times: Float64Array): Ms {
  const sorted = times.slice().sort();
  const seen = new Map<number, number>();
  for (let index = 1; index < sorted.length; index++) {
    const distance = Math.round(((sorted[index] ?? 0) - (sorted[index - 1] ?? 0)) * 1000) / 1000;
    if (distance > 0) seen.set(distance, (seen.get(distance) ?? 0) + 1);
  }
  const [best] = [...seen].sort(([a, often], [b, oftenB]) => oftenB - often || a - b);
  return best?.[0] ?? 60_000;
}

const tooMany = (intervals: number) =>
  new CrossoverError({
    code: 'trace-too-long',
    owner: 'yours',
    message: `The times span ${intervals.toLocaleString('en-US')} intervals.`,
    remedy: 'Check the unit of the time column.',
  });
