import { mean } from '../statistics/mean.ts';
import type { Measured } from '../statistics/measured.ts';
import { ascending, quantile, quantileRank } from '../statistics/quantile.ts';
import { type Ms, seededRandom } from '../units.ts';
import { type Blocks, blockInterval, blockTable, pooled, wider } from './block-bootstrap.ts';
import type { CandidateReport, LatencySummary } from './measurement.ts';

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
export function summariseBlocks(blocks: Blocks, seed: number): LatencySummary {
  const filled = blocks.filter(({ length }) => length > 0);
  const sorted = pooled(filled);
  const plain = ofSorted(sorted);
  const table = blockTable(filled, sorted);
  const widened = PERCENTILES.map(([name, q]) => {
    const measured = plain[name];
    if (measured?.interval == null) return measured;
    // Drawn afresh for each: the same requests have the same interval wherever they stand in a report.
    const drawn = blockInterval(table, q, measured.value, seededRandom(seed));
    return { ...measured, interval: wider(measured.interval, drawn) };
  });
  return { ...plain, ...Object.fromEntries(rising(widened).map((one, at) => [PERCENTILES[at]?.[0], one])) };
}

/** Ascending: `rising` relies on it. */
const PERCENTILES = [
  ['p50', 0.5],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/**
 * A higher percentile is at least a lower one, so what bounds one bounds the others: a lower bound holds for all above,
 * an upper bound for all below.
 */
function rising(summaries: readonly (Measured | null)[]): (Measured | null)[] {
  return summaries.map((one, at) => {
    if (one?.interval == null) return one;
    const low = Math.max(...summaries.slice(0, at + 1).map((each) => each?.interval?.[0] ?? 0));
    const high = Math.min(
      ...summaries.slice(at).map((each) => each?.interval?.[1] ?? Number.POSITIVE_INFINITY),
    );
    return { ...one, interval: [Math.min(low, one.value), Math.max(high, one.value)] };
  });
}

const POINTS = 200;
const LINEAR = 100;

/**
 * The distribution as at most 200 points, ascending in both. Every second percent up to 100% and then
 * ever closer to the tail (half the rest each ten points), because the tail is what people look for.
 */
export function distributionOf(values: readonly Ms[]): CandidateReport['distribution'] {
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
