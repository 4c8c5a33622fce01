import type { Ms, PerSecond } from '../units.ts';
import type { Workload } from '../workload/workload.ts';
import { ASSUMED } from './assumptions.ts';
import { withinTarget } from './month/capacity-of.ts';

/** Requests a second that one task is planned to carry, low and high from the measured interval; 0 when nothing was measured. */
export interface Capacity {
  value: PerSecond;
  interval: readonly [PerSecond, PerSecond];
  /** How it was found, for the assumptions. */
  words: string;
}

interface Measured {
  value: Ms;
  interval: readonly [Ms, Ms] | null;
}

/**
 * Capacity of one replica: target utilisation / busy time, with one request at a time on the CPU
 * (JavaScript runs a handler's code on one thread, Python its threads one at a time, so more vCPUs do not raise
 * it). Busy time is the
 * handler's mean less the declared wait for the slow service; a store's wait counts as busy, which
 * makes this a low estimate. A tight latency target allows less. What the run really sustained is never undercut.
 */
export function capacityPerTask(
  handler: Measured | null,
  sustained: PerSecond | null,
  workload: Described,
): Capacity {
  const least = sustained ?? 0;
  if (handler === null) return { value: least, interval: [least, least], words: NOTHING };
  const served = (ms: Ms) => 1000 / busyMs(ms, workload);
  const planned = (ms: Ms) => ASSUMED.targetUtilisation * served(ms);
  const limit = (ms: Ms) => targetLimit(served(ms), workload);
  const perSecond = (ms: Ms) => Math.max(least, Math.min(planned(ms), limit(ms)));
  const words = (ms: Ms) => {
    if (perSecond(ms) <= least) return SUSTAINED;
    return limit(ms) < planned(ms) ? TARGET : FORMULA;
  };
  const [fast, slow] = handler.interval ?? [handler.value, handler.value];
  return {
    value: perSecond(handler.value),
    interval: [perSecond(slow), perSecond(fast)],
    words: words(handler.value),
  };
}

type Described = Pick<Workload, 'slowServiceMs'> & Partial<Pick<Workload, 'latencyTarget'>>;

/** A target that no rate meets limits nothing: more tasks would not help. */
function targetLimit(served: PerSecond, { slowServiceMs, latencyTarget }: Described): PerSecond {
  const rate = withinTarget({ latencyTarget: latencyTarget ?? null, waitMs: slowServiceMs }, served);
  return rate === null || rate <= 0 ? Number.POSITIVE_INFINITY : rate;
}

const NOTHING =
  'The container side gave no good answer, so its capacity is unknown: only the least number of tasks is billed.';
const FORMULA =
  'Capacity of a task is assumed as 60% of one request at a time: 0.6 / mean handler time, without the declared wait for the slow service, at least 1 ms; never below what a replica sustained in this run.';
const TARGET =
  'Capacity of a task is the rate at which its queue (M/M/1) still meets the latency target: careful, as handlers vary less than exponentially.';
const SUSTAINED =
  'Capacity of a task is the rate that one replica sustained in this run: a lower bound, its limit was not sought.';

/** Time that a replica's thread works on a request: the handler less the declared wait, at least 1 ms. */
export function busyMs(handlerMs: Ms, workload: Pick<Workload, 'slowServiceMs'>): Ms {
  // A handler faster than the slow service did not call it every time: then nothing is taken off.
  const waited = handlerMs > workload.slowServiceMs ? workload.slowServiceMs : 0;
  return Math.max(ASSUMED.leastBusyMs, handlerMs - waited);
}
