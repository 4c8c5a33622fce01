import type { Workload } from '../workload/workload.ts';
import type { LatencySummary, Measured, SideReport } from './report.ts';

const PERCENTILES = { 50: 'p50', 95: 'p95', 99: 'p99' } as const satisfies Record<
  number,
  keyof LatencySummary
>;

/** The measured percentile that the workload's target is about. */
export const targetPercentile = (side: SideReport, target: Workload['latencyTarget']): Measured | null =>
  side.latency[PERCENTILES[target.percentile]];

/**
 * Whether a side meets the latency target: true or false when the whole interval lies on one side of it,
 * null (undecided) when the target lies inside or there are too few samples. No good answer is a miss.
 */
export function meetsTarget(side: SideReport, target: Workload['latencyTarget']): boolean | null {
  if (side.requests > 0 && side.good === 0) return false;
  const interval = targetPercentile(side, target)?.interval ?? null;
  if (interval === null) return null;
  if (interval[1] <= target.ms) return true;
  return interval[0] > target.ms ? false : null;
}
