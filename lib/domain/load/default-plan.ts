import { ExperimentPlan } from '../experiment/plan.ts';
import type { Workload } from '../workload/workload.ts';
import { trafficProfile } from './traffic.ts';

const SLOWEST = 5;
const FASTEST = 50;
/** 20/s for the default 30 s are 600 requests: a p99 with a confidence interval needs about 370. */
const FOR_PERCENTILES = 20;
/** Requests in flight at once when each takes as long as the latency target allows. */
const IN_FLIGHT = 20;
/** The first requests meet cold environments and code that no compiler has seen: they are reported apart. */
const WARM_UP_SECONDS = 2;

/**
 * The plan offered for a workload: near the busiest minutes of its traffic, but fast enough for
 * percentiles and slow enough for one machine that also runs the other processes (5 to 50/s).
 * A workload that may take seconds is sent less often: the run is a comparison, not an overload test.
 */
export function defaultPlan(workload: Workload): ExperimentPlan {
  const peak = trafficProfile(workload.traffic).peakPerSecond;
  const bearable = IN_FLIGHT / (workload.latencyTarget.ms / 1000);
  const wanted = Math.min(FASTEST, Math.max(FOR_PERCENTILES, peak));
  const ratePerSecond = Math.max(SLOWEST, Math.min(wanted, bearable));
  return ExperimentPlan.parse({ ratePerSecond: Math.round(ratePerSecond), warmupSeconds: WARM_UP_SECONDS });
}
