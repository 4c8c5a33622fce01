import { type ArrivalSource, patternSource } from '../load/arrival-source.ts';
import { scalePattern } from '../load/pattern-segments.ts';
import type { Trace } from '../load/trace/trace.ts';
import { countsSource, instantsSource } from '../load/trace-source.ts';
import type { Ms } from '../units.ts';
import type { Arrivals, RecordedArrivals } from './input.ts';

/** The instants that the arrivals mean. Same seed, same instants. What comes after `untilMs` may be left out. */
export function sourceOf(
  arrivals: Arrivals,
  seed: number,
  untilMs: Ms = Number.POSITIVE_INFINITY,
): ArrivalSource {
  if (arrivals.kind === 'times') {
    const atMs = Float64Array.from(arrivals.atMs);
    return instantsSource(atMs, arrivals.periodMs ?? atMs.at(-1) ?? 0, { ...arrivals, seed, untilMs });
  }
  if (arrivals.kind === 'counts') {
    const counts = Float64Array.from(arrivals.counts);
    return countsSource(counts, arrivals.intervalMs, arrivals.spacing, { ...arrivals, seed, untilMs });
  }
  return patternSource(arrivals, seed, untilMs);
}

/** How many there will be, about; endless for a pattern. */
export function arrivalCount(arrivals: Arrivals): number {
  if (arrivals.kind === 'times') return arrivals.atMs.length * arrivals.copies * arrivals.repeats;
  if (arrivals.kind === 'counts')
    return arrivals.counts.reduce((sum, count) => sum + count, 0) * arrivals.copies * arrivals.repeats;
  return Number.POSITIVE_INFINITY;
}

/** The same shape with so many times the requests. */
export function scaleArrivals(arrivals: Arrivals, factor: number): Arrivals {
  if (arrivals.kind === 'times' || arrivals.kind === 'counts')
    return { ...arrivals, copies: arrivals.copies * factor };
  return scalePattern(arrivals, factor);
}

/** A trace as arrivals of a simulation. */
export function traceArrivals(trace: Trace): RecordedArrivals {
  const played = { copies: 1, repeats: 1 };
  return trace.kind === 'instants'
    ? { kind: 'times', atMs: [...trace.atMs], periodMs: trace.durationMs, ...played }
    : {
        kind: 'counts',
        intervalMs: trace.intervalMs,
        counts: [...trace.counts],
        spacing: 'poisson',
        ...played,
      };
}
