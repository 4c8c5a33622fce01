import { formatCount, formatMs, formatRate } from '../charts/format.ts';
import { CrossoverError } from '../errors.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import { scaleArrivals } from '../simulation/arrivals.ts';
import type { PerSecond } from '../units.ts';
import { type TrafficPlan, turnArrivals, turnOf } from './turn.ts';

/** What one machine's generator is trusted with; the plan's own bound on a steady rate. */
export const FASTEST: PerSecond = 5000;

/**
 * The plan with the mean rate that its traffic means. `wanted`: the traffic is scaled to that mean first.
 * @throws CrossoverError `traffic-too-fast`, `traffic-empty`: nothing that could be measured.
 */
export function settlePlan(plan: ExperimentPlan, wanted?: PerSecond): ExperimentPlan {
  if (plan.traffic === undefined) return plan;
  const mean = meanRate(plan);
  if (wanted === undefined || wanted === mean) return { ...plan, ratePerSecond: mean };
  const arrivals = scaleArrivals(plan.traffic.arrivals, wanted / mean);
  return settlePlan({ ...plan, traffic: { ...plan.traffic, arrivals } });
}

/** Requests that will be sent to one side over its measured time, drawn as they will be. */
function meanRate(plan: TrafficPlan): PerSecond {
  const { lengthMs } = turnOf(plan);
  const most = (FASTEST * lengthMs) / 1000;
  let requests = 0;
  for (let block = 0; block < plan.blocks; block++) requests += countOf(plan, block, most);
  if (requests === 0) throw empty();
  return (requests * 1000) / (lengthMs * plan.blocks);
}

function countOf(plan: TrafficPlan, block: number, most: number): number {
  try {
    const count = turnArrivals(plan, block, Math.ceil(most) + SLACK).length;
    if (count <= most) return count;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw tooFast(plan);
}

/** Arrivals are counted by the block of so many. */
const SLACK = 4096;

function tooFast(plan: TrafficPlan): CrossoverError {
  const { factor, lengthMs } = turnOf(plan);
  const faster = factor > 1 ? `, played ${formatCount(factor)} times faster,` : '';
  return new CrossoverError({
    code: 'traffic-too-fast',
    owner: 'yours',
    message: `This traffic${faster} means more than ${formatRate(FASTEST)} over a turn of ${formatMs(lengthMs)}.`,
    remedy:
      factor > 1
        ? 'Thin it so that the rates stay, play less of it, or measure longer.'
        : 'Lower its rates; one machine cannot send more.',
  });
}

const empty = () =>
  new CrossoverError({
    code: 'traffic-empty',
    owner: 'yours',
    message: 'This traffic has no request within a turn.',
    remedy: 'Raise its rates, measure longer, or take fewer turns.',
  });
