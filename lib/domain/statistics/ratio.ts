import type { Random, Share } from '../units.ts';
import { binomialCdf, drawFrom } from './binomial.ts';
import { quantile } from './quantile.ts';

const DRAWS = 2000;

/**
 * Ratio of the q-quantiles of two samples (both ascending) with a 95% bootstrap interval.
 * Resampling a sample and taking its q-quantile amounts to drawing one order statistic, whose rank
 * is close to binomial(n + 1, q); so ranks are drawn and nothing is resampled. Source: Schultzberg
 * & Ankargren, Resampling-free bootstrap inference for quantiles (2022). Percentile interval of
 * 2,000 draws. Null when a quantile is; the interval is null when a quantile has none.
 */
export function quantileRatio(
  numerator: Float64Array,
  denominator: Float64Array,
  q: Share,
  random: Random,
): { ratio: number; interval: readonly [number, number] | null } | null {
  const above = quantile(numerator, q);
  const below = quantile(denominator, q);
  if (above === null || below === null || below.value === 0) return null;
  const ratio = above.value / below.value;
  if (above.interval === null || below.interval === null) return { ratio, interval: null };
  const [up, down] = [orderStatistic(numerator, q), orderStatistic(denominator, q)];
  const ratios = Float64Array.from({ length: DRAWS }, () => up(random) / down(random)).sort();
  const low = ratios[Math.floor(DRAWS * 0.025)] ?? ratio;
  const high = ratios[Math.ceil(DRAWS * 0.975) - 1] ?? ratio;
  return { ratio, interval: Number.isFinite(high) ? [low, high] : null };
}

/** Draws the q-quantile that a resample of `sorted` would have. */
function orderStatistic(sorted: Float64Array, q: Share): (random: Random) => number {
  const cdf = binomialCdf(sorted.length + 1, q);
  return (random) => {
    const rank = Math.min(sorted.length, Math.max(1, drawFrom(cdf, random)));
    return sorted[rank - 1] ?? 0;
  };
}
