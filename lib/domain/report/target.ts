import type { Measured } from '../statistics/measured.ts';
import { shareWithInterval } from '../statistics/wilson.ts';
import type { Workload } from '../workload/workload.ts';
import type { LatencySummary, MeasuredCandidate } from './measurement.ts';

const PERCENTILES = { 50: 'p50', 95: 'p95', 99: 'p99' } as const satisfies Record<
  number,
  keyof LatencySummary
>;

/** The measured percentile that the workload's target is about. */
export const targetPercentile = (
  side: MeasuredCandidate,
  target: Workload['latencyTarget'],
): Measured | null => side.latency[PERCENTILES[target.percentile]];

/**
 * Whether a side meets the latency target: true or false when the whole interval lies on one side of it,
 * null (undecided) when the target lies inside or there are too few samples.
 * A failed request never counts as fast: a side that answers fewer than the target's share of its
 * requests well misses it, however fast the good answers are.
 */
export function meetsTarget(side: MeasuredCandidate, target: Workload['latencyTarget']): boolean | null {
  const answered = shareWithInterval(side.good, side.requests);
  if (answered.interval !== null && answered.interval[1] < target.percentile / 100) return false;
  const interval = targetPercentile(side, target)?.interval ?? null;
  if (interval === null) return null;
  if (interval[0] > target.ms) return false;
  return interval[1] <= target.ms && answered.value >= target.percentile / 100 ? true : null;
}
