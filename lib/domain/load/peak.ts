import { formatCount, formatRate, formatShare } from '../charts/format.ts';
import { preparePlayed } from '../charts/played-traffic.ts';
import type { PlanPeak } from '../experiment/plan.ts';
import type { Workload } from '../workload/workload.ts';
import { trafficProfile } from './traffic.ts';
import type { TrafficPlan } from './turn.ts';

/** The rate of the busiest minutes as described, and the highest that a turn of the plan means. */
export const peakOf = (plan: TrafficPlan, { traffic }: Pick<Workload, 'traffic'>): PlanPeak => ({
  describedPerSecond: trafficProfile(traffic).peakPerSecond,
  measuredPerSecond: preparePlayed(plan).peak,
});

/** Less than this share of the described peak says little about it. */
const TESTED = 0.5;

export const isPeakTested = ({ describedPerSecond, measuredPerSecond }: PlanPeak): boolean =>
  measuredPerSecond >= describedPerSecond * TESTED;

/** "peak described 396/s, peak measured 50/s (13%)"; played faster: "(20 times)". */
export function peakWords({ describedPerSecond, measuredPerSecond }: PlanPeak): string {
  const share = measuredPerSecond / describedPerSecond;
  const against = share < FASTER ? formatShare(Number(share.toPrecision(2))) : `${formatCount(share)} times`;
  return `peak described ${formatRate(describedPerSecond)}, peak measured ${formatRate(measuredPerSecond)} (${against})`;
}

/** From here on the share is said as a factor. */
const FASTER = 1.05;
