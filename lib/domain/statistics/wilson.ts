import type { Measured } from './measured.ts';

const Z = 1.959963984540054;

/**
 * A share with Wilson's score interval (Wilson 1927; recommended by Brown, Cai & DasGupta 2001):
 * stays inside [0, 1] and works for 0 of n, where the textbook interval claims certainty.
 * 0 of 0 is 0 without an interval.
 */
export function shareWithInterval(hits: number, n: number): Measured {
  if (n === 0) return { value: 0, interval: null, samples: 0 };
  const share = hits / n;
  const scale = 1 + Z ** 2 / n;
  const centre = (share + Z ** 2 / (2 * n)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  // At 0 and n of n one end is exact; rounding must not move it.
  const low = hits === 0 ? 0 : Math.max(0, centre - half);
  const high = hits === n ? 1 : Math.min(1, centre + half);
  return { value: share, interval: [low, high], samples: n };
}
