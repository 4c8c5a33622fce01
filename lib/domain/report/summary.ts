import { mean } from '../statistics/mean.ts';
import { ascending, quantile, quantileRank } from '../statistics/quantile.ts';
import type { Ms, Random } from '../units.ts';
import { type Blocks, blockInterval, blockTable, pooled, wider } from './block-bootstrap.ts';
import type { LatencySummary, SideReport } from './report.ts';

/** Percentiles with intervals, mean and maximum; each null when there are too few values for it. */
export const summarise = (values: readonly Ms[]): LatencySummary => ofSorted(ascending(values));

function ofSorted(sorted: Float64Array): LatencySummary {
  return {
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p95: quantile(sorted, 0.95),
    p99: quantile(sorted, 0.99),
    mean: mean(sorted),
    max: sorted.at(-1) ?? null,
  };
}

/** The same of values that came in blocks, each ascending: intervals are as wide as what changed between the blocks demands. */
export function summariseBlocks(blocks: Blocks, random: Random): LatencySummary {
  const filled = blocks.filter(({ length }) => length > 0);
  const sorted = pooled(filled);
  const plain = ofSorted(sorted);
  const table = blockTable(filled, sorted);
  const widened = Object.entries(PERCENTILES).map(([name, q]) => {
    const measured = plain[name as keyof typeof PERCENTILES];
    if (measured?.interval == null) return [name, measured] as const;
    const interval = wider(measured.interval, blockInterval(table, q, measured.value, random));
    return [name, { ...measured, interval }] as const;
  });
  return { ...plain, ...Object.fromEntries(widened) };
}

const PERCENTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;

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
