import type { Ms, PerSecond } from '../../units.ts';
import type { Workload } from '../../workload/workload.ts';
import { ASSUMED } from '../assumptions.ts';
import type { Usage } from '../usage.ts';

/** Requests a second that one replica is planned to carry, and how that was found. */
export interface PlannedCapacity {
  value: PerSecond;
  words: string;
}

/**
 * What one replica carries: the lower of the planned utilisation and the rate at which its queue still
 * meets the latency target; never below what it was seen to carry.
 */
export function capacityOf(usage: Usage, busyMs: Ms | undefined = usage.busyMs?.value): PlannedCapacity {
  const seen = usage.sustainedPerReplica ?? 0;
  if (busyMs === undefined) return { value: seen, words: UNKNOWN };
  const served = 1000 / Math.max(ASSUMED.leastBusyMs, busyMs);
  const planned = ASSUMED.targetUtilisation * served;
  const within = withinTarget(usage, served);
  if (within !== null && within > 0 && within < planned)
    return within > seen ? { value: within, words: TARGET } : { value: seen, words: SEEN };
  const value = Math.max(seen, planned);
  if (within !== null && within <= 0) return { value, words: `${UTILISATION} ${UNREACHABLE}` };
  return { value, words: value > planned ? SEEN : UTILISATION };
}

/**
 * Rate of one replica that still meets the target when it serves `served` a second; 0 when a single
 * request is too slow for it, null without a target. A request is answered after its wait, its service
 * and its time in the queue W. With Poisson arrivals and utilisation u, P(W > x) = u exp(-served (1 - u) x)
 * for exponential service (M/M/1; Kleinrock, Queueing Systems I, 1975, 3.2). Handlers vary less than
 * that, so their queues are shorter: careful.
 */
export function withinTarget(
  { latencyTarget, waitMs }: Pick<Usage, 'latencyTarget' | 'waitMs'>,
  served: PerSecond,
): PerSecond | null {
  if (latencyTarget === null) return null;
  const left = (latencyTarget.ms - waitMs) / 1000 - 1 / served;
  if (left <= 0) return 0;
  const late = 1 - latencyTarget.percentile / 100;
  let [fits, tooMuch] = [0, 1];
  for (let step = 0; step < BISECTIONS; step++) {
    const use = (fits + tooMuch) / 2;
    if (use * Math.exp(-served * (1 - use) * left) <= late) fits = use;
    else tooMuch = use;
  }
  return fits * served;
}

/** To a millionth of a percent. */
const BISECTIONS = 30;

/** Time that a replica's thread works on a request: the handler less the declared wait, at least 1 ms. */
export function busyMs(handlerMs: Ms, { slowServiceMs }: Pick<Workload, 'slowServiceMs'>): Ms {
  // A handler faster than the slow service did not call it every time: then nothing is taken off.
  const waited = handlerMs > slowServiceMs ? slowServiceMs : 0;
  return Math.max(ASSUMED.leastBusyMs, handlerMs - waited);
}

const UTILISATION = `Capacity of a replica: ${ASSUMED.targetUtilisation * 100}% of one request at a time, from the measured busy time.`;
const TARGET = 'Capacity of a replica: the rate at which its queue (M/M/1) still meets the latency target.';
const SEEN = 'Capacity of a replica: what one was seen to carry, a lower bound.';
const UNREACHABLE = 'More replicas do not reach the latency target: a single request is too slow for it.';
const UNKNOWN = 'The capacity of a replica was not measured: only the least number of replicas is billed.';
