import type { Share } from '../units.ts';
import { binomialCdf, smallestAtLeast } from './binomial.ts';
import type { Measured } from './measured.ts';

/** Ascending copy: the functions below need it, and sorting once serves many quantiles. */
export const ascending = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();

/** 1-based rank of the q-quantile among n values (nearest rank): the smallest with rank/n >= q. */
export const quantileRank = (n: number, q: Share): number => Math.max(1, Math.ceil(n * q - 1e-9));

const CONFIDENCE = 0.95;

/**
 * Ranks between which the true q-quantile lies with at least 95% confidence, whatever the
 * distribution: the number of values below it is binomial(n, q).
 * Source: Hahn & Meeker, Statistical Intervals (1991), 5.2; Le Boudec, Performance Evaluation
 * (2010), theorem 2.1. Null when n is too small, i.e. a needed rank lies outside the sample
 * (the median needs 6 values, p95 72, p99 368). Assumes independent requests.
 */
export function intervalRanks(n: number, q: Share): readonly [number, number] | null {
  if (n === 0) return null;
  const cdf = binomialCdf(n, q);
  const tail = (1 - CONFIDENCE) / 2;
  // P(true quantile < X(low)) = P(B <= low - 1) must stay within the tail; likewise above.
  const low = smallestAtLeast(cdf, tail) + ((cdf[smallestAtLeast(cdf, tail)] ?? 1) <= tail ? 1 : 0);
  const high = smallestAtLeast(cdf, 1 - tail) + 1;
  return low < 1 || high > n ? null : [low, high];
}

/**
 * The q-quantile of ascending values with its interval. Null when its rank is the largest value:
 * such a sample holds nothing beyond the quantile, so the "p99" would only be the maximum.
 */
export function quantile(sorted: Float64Array, q: Share): Measured | null {
  const n = sorted.length;
  const rank = quantileRank(n, q);
  const value = sorted[rank - 1];
  if (value === undefined || rank >= n) return null;
  const ranks = intervalRanks(n, q);
  const [low, high] = ranks === null ? [] : [sorted[ranks[0] - 1], sorted[ranks[1] - 1]];
  const interval = low === undefined || high === undefined ? null : ([low, high] as const);
  return { value, interval, samples: n };
}
