import { takeArrivals } from '#lib/domain/load/arrival-source.ts';
import type { TrafficPattern } from '#lib/domain/load/pattern.ts';
import { scalePattern } from '#lib/domain/load/pattern-segments.ts';
import { sourceOf } from '#lib/domain/simulation/arrivals.ts';
import type { Arrivals } from '#lib/domain/simulation/input.ts';
import type { Ms } from '#lib/domain/units.ts';

/** Hours of a day cannot be made shorter, so its requests are drawn first; more would fill the memory. */
const MOST_DRAWN = 5_000_000;

/**
 * The same requests in a shorter time: every gap, burst and rise divided, every rate multiplied. The
 * platform keeps its own time, which is the distortion. RangeError for more than 5,000,000 requests of
 * a daily pattern.
 */
export function compressArrivals(arrivals: Arrivals, factor: number, durationMs: Ms, seed: number): Arrivals {
  if (factor === 1) return arrivals;
  if (arrivals.kind === 'times') {
    return {
      ...arrivals,
      atMs: arrivals.atMs.map((at) => at / factor),
      ...(arrivals.periodMs === undefined ? {} : { periodMs: arrivals.periodMs / factor }),
    };
  }
  if (arrivals.kind === 'counts') return { ...arrivals, intervalMs: arrivals.intervalMs / factor };
  if (arrivals.kind === 'diurnal') return drawn(arrivals, factor, durationMs, seed);
  return scalePattern(shorter(arrivals, factor), factor);
}

const shorter = (pattern: TrafficPattern, factor: number): TrafficPattern =>
  Object.fromEntries(
    Object.entries(pattern).map(([key, value]) => [
      key,
      /seconds$/i.test(key) && typeof value === 'number' ? value / factor : value,
    ]),
  ) as TrafficPattern;

function drawn(arrivals: Arrivals, factor: number, durationMs: Ms, seed: number): Arrivals {
  const times = takeArrivals(sourceOf(arrivals, seed), durationMs, MOST_DRAWN);
  return {
    kind: 'times',
    atMs: Array.from(times, (at) => at / factor),
    periodMs: durationMs / factor,
    copies: 1,
    repeats: 1,
  };
}

/** What a compressed run shows wrongly, in plain words. */
export const DISTORTIONS = [
  'Keep-alive is not compressed: pauses become shorter than it, so fewer requests meet a cold start.',
  'The rate is that many times higher: more instances work at once, and limits are reached that real time never reaches.',
  'Starts and autoscalers keep their own time: they react too late for traffic that rises faster.',
  'A month of the compressed traffic is what is priced.',
] as const;
