import { ExperimentPlan } from '../experiment/plan.ts';
import type { PerSecond } from '../units.ts';
import type { Workload } from '../workload/workload.ts';
import { PlayedTraffic } from './played-traffic.ts';
import { type BusiestStretch, trafficProfile } from './traffic.ts';

const SLOWEST = 5;
const FASTEST = 50;
/** 20/s for the default 30 s are 600 requests: a p99 with a confidence interval needs about 370. */
const FOR_PERCENTILES = 20;
/** Requests in flight at once when each takes as long as the latency target allows. */
const IN_FLIGHT = 20;
/** The first requests meet cold environments and code that no compiler has seen: they are reported apart. */
const WARM_UP_SECONDS = 2;
/** A median of 20 has an interval; more starts than that nobody waits for. */
const STARTS = 20;

/**
 * The plan offered for a workload: the busiest stretch of its traffic, with its busiest minutes, in each turn.
 * Quieter traffic is played faster, so that there are percentiles, and what is more than one machine can send and
 * serve (50/s, fewer where a request may take seconds) is thinned: the shape stays. The run is a comparison, not an
 * overload test; the peaks of both stand in the plan (peak.ts).
 */
export function defaultPlan(workload: Workload): ExperimentPlan {
  const { peakPerSecond: peak, stretch } = trafficProfile(workload.traffic);
  const most = mostPerSecond(workload);
  const warmupSeconds = WARM_UP_SECONDS;
  if (stretch === null) {
    const ratePerSecond = Math.round(Math.min(most, Math.max(FOR_PERCENTILES, peak)));
    return ExperimentPlan.parse({ ratePerSecond, warmupSeconds, starts: STARTS });
  }
  const ofPeak = meanShare(stretch);
  const played = Math.min(most, Math.max(FOR_PERCENTILES / ofPeak, peak));
  const traffic = stretchTraffic(stretch, played);
  return ExperimentPlan.parse({
    ratePerSecond: rounded(played * ofPeak),
    warmupSeconds,
    starts: STARTS,
    traffic,
  });
}

/** The highest rate at which the machine is not what is measured. */
function mostPerSecond({ latencyTarget }: Workload): PerSecond {
  const bearable = IN_FLIGHT / (latencyTarget.ms / 1000);
  return Math.max(SLOWEST, Math.min(FASTEST, bearable));
}

/** Mean rate of a stretch against its peak. */
const meanShare = ({ busySeconds, quietSeconds, quietShare }: BusiestStretch): number =>
  (busySeconds + quietSeconds * quietShare) / (busySeconds + quietSeconds);

function stretchTraffic({ busySeconds, quietSeconds, quietShare }: BusiestStretch, peak: PerSecond) {
  return PlayedTraffic.parse({
    arrivals: {
      kind: 'on-off',
      onPerSecond: rounded(peak),
      offPerSecond: rounded(peak * quietShare),
      onSeconds: busySeconds,
      offSeconds: quietSeconds,
    },
    spanSeconds: busySeconds + quietSeconds,
  });
}

/** Three digits: more would be no more true. */
const rounded = (value: number): number => Number(value.toPrecision(3));

/** Whether a plan plays what is offered for the workload. */
export function playsDescribed({ traffic }: ExperimentPlan, workload: Workload): boolean {
  const offered = defaultPlan(workload).traffic;
  return (
    JSON.stringify(traffic && PlayedTraffic.parse(traffic)) ===
    JSON.stringify(offered && PlayedTraffic.parse(offered))
  );
}
