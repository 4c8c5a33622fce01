import type { Ms, PerSecond } from '../../units.ts';
import { ASSUMED } from '../assumptions.ts';
import type { Usage } from '../usage.ts';

/** Requests a second that one replica is planned to carry, and how that was found. */
export interface PlannedCapacity {
  value: PerSecond;
  words: string;
}

/**
 * What one replica carries: the lower of the planned utilisation and the rate at which its queue still
 * meets the latency target; never below what it was seen to carry. The queue is M/M/1, whose response
 * time is exponential with rate (mu - lambda): P(T > t) = exp(-(mu - lambda) t), so the target t at
 * percentile q allows lambda = mu - ln(1 / (1 - q)) / t. Handlers vary less than exponentially, which
 * makes this careful. Source: Kleinrock, Queueing Systems I (1975), 3.2.
 */
export function capacityOf(usage: Usage, busyMs: Ms | undefined = usage.busyMs?.value): PlannedCapacity {
  const seen = usage.sustainedPerReplica ?? 0;
  if (busyMs === undefined) return { value: seen, words: UNKNOWN };
  const served = 1000 / Math.max(ASSUMED.leastBusyMs, busyMs);
  const planned = ASSUMED.targetUtilisation * served;
  const within = withinTarget(usage, served);
  if (within !== null && within > 0 && within < planned && within > seen) {
    return { value: within, words: TARGET };
  }
  const value = Math.max(seen, planned);
  if (within !== null && within <= 0) return { value, words: `${UTILISATION} ${UNREACHABLE}` };
  return { value, words: value > planned ? SEEN : UTILISATION };
}

function withinTarget({ latencyTarget, waitMs }: Usage, served: PerSecond): PerSecond | null {
  if (latencyTarget === null) return null;
  const seconds = (latencyTarget.ms - waitMs) / 1000;
  if (seconds <= 0) return 0;
  return served - Math.log(1 / (1 - latencyTarget.percentile / 100)) / seconds;
}

const UTILISATION = `Capacity of a replica: ${ASSUMED.targetUtilisation * 100}% of one request at a time, from the measured busy time.`;
const TARGET = 'Capacity of a replica: the rate at which its queue (M/M/1) still meets the latency target.';
const SEEN = 'Capacity of a replica: what one was seen to carry, a lower bound.';
const UNREACHABLE = 'More replicas do not reach the latency target: a single request is too slow for it.';
const UNKNOWN = 'The capacity of a replica was not measured: only the least number of replicas is billed.';
