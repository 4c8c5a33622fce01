import type { Ms, PerSecond } from '../units.ts';

/** A stretch of time in which the rate goes in a straight line from `from` to `to`. */
export interface RateSegment {
  ms: Ms;
  from: PerSecond;
  to: PerSecond;
}

export const level = (ms: Ms, rate: PerSecond): RateSegment => ({ ms, from: rate, to: rate });

/** Requests that fall into a segment on average. */
export const requestsIn = ({ ms, from, to }: RateSegment): number => ((from + to) / 2) * (ms / 1000);

/**
 * How far into the segment `requests` have come on average: the root of from x + slope x^2 / 2 =
 * requests, in the form that does not cancel when the slope is small or zero.
 */
export function timeUntil({ ms, from, to }: RateSegment, requests: number): Ms {
  const seconds = ms / 1000;
  const slope = (to - from) / seconds || 0;
  const root = Math.sqrt(Math.max(0, from * from + 2 * slope * requests));
  return requests === 0 ? 0 : Math.min(ms, ((2 * requests) / (from + root)) * 1000);
}
