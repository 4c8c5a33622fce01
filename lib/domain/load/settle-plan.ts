import { formatCount, formatMs, formatRate } from '../charts/format.ts';
import { requestsOf } from '../charts/simulation-traffic.ts';
import { CrossoverError } from '../errors.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import { arrivalCount, scaleArrivals } from '../simulation/arrivals.ts';
import { isRecorded } from '../simulation/input.ts';
import type { PerSecond } from '../units.ts';
import { MOST_SENT, requireDrawable, requireHeld, tooManyRequests } from './drawing.ts';
import { PlayedTraffic } from './played-traffic.ts';
import { recordedMs, type TrafficPlan, trafficOf, turnCount, turnOf } from './turn.ts';

/** What one machine's generator is trusted with; the plan's own bound on a steady rate. */
export const FASTEST: PerSecond = 5000;

/**
 * The plan with the mean rate that its traffic means. A rate that is wished (`wanted`, else the traffic's own
 * `meanPerSecond`) scales the traffic, once: what is settled is repeated exactly.
 * @throws CrossoverError `traffic-too-fast`, `traffic-too-fine`, `too-many-requests`, `traffic-empty`: nothing that
 * could be measured, told before much is computed. ZodError where scaling leaves what the simulator can read.
 */
export function settlePlan(plan: ExperimentPlan, wanted?: PerSecond): ExperimentPlan {
  if (plan.traffic === undefined) {
    requireHeld(plan);
    return plan;
  }
  requireDrawable(plan);
  const { meanPerSecond, ...traffic } = plan.traffic;
  const wish = wanted ?? meanPerSecond;
  const settled = { ...plan, traffic: wish === undefined ? traffic : scaledTo(wish, { ...plan, traffic }) };
  const ratePerSecond = meanRate(settled);
  requireHeld({ ...settled, ratePerSecond });
  return { ...settled, ratePerSecond };
}

function scaledTo(wish: PerSecond, plan: ExperimentPlan & { traffic: PlayedTraffic }): PlayedTraffic {
  const { traffic } = plan;
  const expected = expectedRate(plan);
  if (!(expected > 0)) throw empty();
  return PlayedTraffic.parse({ ...traffic, arrivals: scaleArrivals(traffic.arrivals, wish / expected) });
}

/** The mean rate that is meant; of a recording of which a part is played, that of the whole. */
function expectedRate(plan: TrafficPlan): PerSecond {
  const { arrivals } = trafficOf(plan);
  const { spanMs, factor, requests } = turnOf(plan);
  const own = isRecorded(arrivals)
    ? arrivalCount({ ...arrivals, repeats: 1 }) / (recordedMs({ ...arrivals, repeats: 1 }) / 1000)
    : requestsOf(arrivals, spanMs) / (spanMs / 1000);
  return requests === 'all' ? own * factor : own;
}

/** Requests that will be sent to one side over its measured time, drawn as they will be. */
function meanRate(plan: SentPlan): PerSecond {
  const { lengthMs } = turnOf(plan);
  const most = (FASTEST * lengthMs) / 1000;
  let requests = 0;
  for (let block = 0; block < plan.rounds; block++) {
    const count = turnCount(plan, block, Math.min(most, MOST_SENT));
    if (count > most) throw tooFast(plan);
    requests += count;
    if (requests > MOST_SENT) throw tooMuch(plan, (requests * 1000) / (lengthMs * (block + 1)));
  }
  if (requests === 0) throw empty();
  return (requests * 1000) / (lengthMs * plan.rounds);
}

type SentPlan = TrafficPlan & Pick<ExperimentPlan, 'warmupSeconds'>;

/** Of what is not counted to its end the rate that is meant is said, unless `counted` is higher already. */
function tooMuch(plan: SentPlan, counted: PerSecond): CrossoverError {
  const ratePerSecond = Math.max(expectedRate(plan), counted);
  return ratePerSecond > FASTEST ? tooFast(plan) : tooManyRequests({ ...plan, ratePerSecond });
}

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
