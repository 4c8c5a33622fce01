import type { TimeColumn } from './time-column.ts';

/** Where two of three distances are the same and no two rows come at once, rows are rather intervals than requests. */
const EVEN_SHARE = 2 / 3;

export function isEven(time: TimeColumn, samples: readonly (readonly string[])[]): boolean {
  const gaps = gapsOf(time, samples);
  const [most] = commonest(gaps);
  return most !== undefined && !gaps.includes(0) && most.length >= gaps.length * EVEN_SHARE;
}

/** Of a whole number of intervals. */
const BESIDE = 0.1;
/** Where more intervals are empty than full, rows rather come whenever something happens. */
const FULL_SHARE = 1 / 2;

/** Whether rows are intervals of which at most half are missing. */
export function isDense(time: TimeColumn, samples: readonly (readonly string[])[]): boolean {
  const gaps = gapsOf(time, samples);
  const interval = commonest(gaps)[0]?.[0];
  if (interval === undefined || gaps.includes(0)) return false;
  const counted = gaps.map((gap) => gap / interval);
  const whole = counted.filter((count) => Math.abs(count - Math.round(count)) <= BESIDE);
  const all = counted.reduce((sum, count) => sum + count, 0);
  return whole.length >= gaps.length * EVEN_SHARE && gaps.length >= all * FULL_SHARE;
}

/** Distances of neighbours in microseconds. */
function gapsOf(time: TimeColumn, samples: readonly (readonly string[])[]): number[] {
  const at = samples.flatMap((cells) => time.read(cells) ?? []).sort((a, b) => a - b);
  return at.slice(1).map((one, row) => Math.round((one - (at[row] ?? 0)) * 1000));
}

/** The same ones together: the most frequent first, of equally frequent ones the shortest. */
const commonest = (gaps: readonly number[]): number[][] =>
  [...Map.groupBy(gaps, (gap) => gap).values()].sort(
    (a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0),
  );
