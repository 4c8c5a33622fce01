import type { Random, Share } from '../units.ts';

/**
 * P(X <= k) for k = 0..n of a binomial distribution. In logarithms, so that n of a million
 * does not underflow. Needs 0 < p < 1.
 */
export function binomialCdf(n: number, p: Share): Float64Array {
  const cdf = new Float64Array(n + 1);
  const odds = Math.log(p) - Math.log1p(-p);
  let logMass = n * Math.log1p(-p);
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    sum += Math.exp(logMass);
    cdf[k] = Math.min(1, sum);
    logMass += Math.log((n - k) / (k + 1)) + odds;
  }
  return cdf;
}

/** Smallest k with cdf[k] >= share (the binomial quantile), by bisection; the last k when none is. */
export function smallestAtLeast(cdf: Float64Array, share: Share): number {
  let low = 0;
  let high = cdf.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cdf[middle] ?? 1) >= share) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** One draw from the distribution, by inversion. */
export const drawFrom = (cdf: Float64Array, random: Random): number => smallestAtLeast(cdf, random());
