import { meanWithInterval } from '../statistics/mean.ts';
import type { Measured } from '../statistics/measured.ts';
import { type PlatformState, stateAtStart } from './platform-state.ts';

const BATCHES = 32;

/** About 32 points, evenly apart, the end among them. */
export function batchEnds(points: readonly PlatformState[]): PlatformState[] {
  const size = Math.max(1, Math.floor(points.length / BATCHES));
  const ends = points.filter((_, index) => (index + 1) % size === 0);
  const last = points.at(-1);
  return last === undefined || ends.at(-1) === last ? ends : [...ends.slice(0, -1), last];
}

/**
 * Ratio of two sums with Student's t interval from the batches: each batch's deviation from the ratio,
 * in the unit of the ratio. Source: the ratio estimator with batch means, Law, Simulation Modeling and
 * Analysis (2015), 9.5.3.
 */
export function ratioOf(
  ends: readonly PlatformState[],
  part: (state: PlatformState) => number,
  whole: (state: PlatformState) => number,
): Measured {
  const last = ends.at(-1) ?? stateAtStart();
  const [hits, all] = [part(last), whole(last)];
  const value = all > 0 ? hits / all : 0;
  const deviations = ends.map((state, index) => {
    const before = ends[index - 1] ?? stateAtStart();
    return part(state) - part(before) - value * (whole(state) - whole(before));
  });
  const spread = meanWithInterval(deviations)?.interval ?? null;
  if (spread === null || all === 0) return { value, interval: null, samples: all };
  const half = ((spread[1] - spread[0]) / 2) * (ends.length / all);
  return { value, interval: [Math.max(0, value - half), value + half], samples: all };
}
