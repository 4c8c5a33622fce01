import { mean } from '../statistics/mean.ts';
import { ascending, quantile, quantileRank } from '../statistics/quantile.ts';
import type { Ms } from '../units.ts';
import type { LatencySummary, SideReport } from './report.ts';

/** Percentiles with intervals, mean and maximum; each null when there are too few values for it. */
export function summarise(values: readonly Ms[]): LatencySummary {
  const sorted = ascending(values);
  return {
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    mean: mean(sorted),
    max: sorted.at(-1) ?? null,
  };
}

const POINTS = 200;
const LINEAR = 100;

/**
 * The distribution as at most 200 points, ascending in both. Every second percent up to 100% and then
 * ever closer to the tail (half the rest each ten points), because the tail is what people look for.
 */
export function distributionOf(values: readonly Ms[]): SideReport['distribution'] {
  const sorted = ascending(values);
  const n = sorted.length;
  if (n === 0) return [];
  const ranks = new Set(shares().map((share) => quantileRank(n, share)));
  ranks.add(1).add(n);
  return [...ranks].sort((a, b) => a - b).map((rank) => ({ ms: sorted[rank - 1] ?? 0, share: rank / n }));
}

function shares(): number[] {
  const even = Array.from({ length: LINEAR }, (_, index) => index / LINEAR);
  const tail = Array.from(
    { length: POINTS - LINEAR - 2 },
    (_, index) => 1 - 0.05 * 0.5 ** ((index + 1) / 10),
  );
  return [...even, ...tail];
}
