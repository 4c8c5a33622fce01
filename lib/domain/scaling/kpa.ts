import type { Ms } from '../units.ts';
import type { Decision, Observation } from './observation.ts';
import { type KpaPolicy, kpaTarget } from './policy.ts';
import { average, record, type Window } from './window.ts';

export interface KpaState {
  readonly window: Window;
  /** When panic was last renewed; null outside of it. */
  readonly panicSince: Ms | null;
  /** The most asked for in this panic: nothing less is asked for until it is over. */
  readonly panicMost: number;
  /** What was asked for within the scale-down delay. */
  readonly delayed: readonly { readonly at: Ms; readonly desired: number }[];
  /** When zero was decided; the last replica stays for the retention. */
  readonly zeroSince: Ms | null;
}

export const KPA_START: KpaState = {
  window: [],
  panicSince: null,
  panicMost: 0,
  delayed: [],
  zeroSince: null,
};

/** The averages of both windows and what is ready: all the algorithm looks at. */
export interface KpaReading {
  now: Ms;
  ready: number;
  stable: number;
  panic: number;
}

type Panic = Pick<KpaState, 'panicSince' | 'panicMost'>;

function panicOf(state: Panic, now: Ms, over: boolean, { stableWindow }: KpaPolicy): Panic {
  if (over) return { ...state, panicSince: now };
  const ended = state.panicSince !== null && state.panicSince + stableWindow < now;
  return ended ? { panicSince: null, panicMost: 0 } : state;
}

/**
 * Knative's formula: ceil(average / target) within [floor(ready / down rate), ceil(ready * up rate)]; in panic
 * the greater of both windows, and never less than before. Bounds and zero are `stepKpa`'s.
 * Source: knative/serving pkg/autoscaler/scaling/autoscaler.go.
 */
export function decideKpa(
  state: Panic,
  { now, ready, stable, panic }: KpaReading,
  policy: KpaPolicy,
): Decision<Panic> {
  const from = Math.max(1, ready);
  const most = Math.ceil(policy.maxUpRate * from);
  const least = Math.floor(from / policy.maxDownRate);
  const wanted = (value: number): number => {
    const count = Math.ceil(value / kpaTarget(policy));
    const limited = Math.min(Math.max(count, least), most);
    return count > 0 ? Math.max(limited, policy.activation > 1 ? policy.activation : 0) : limited;
  };
  const over = Math.ceil(panic / kpaTarget(policy)) / from >= policy.panicThreshold;
  const next = panicOf(state, now, over, policy);
  const calm = wanted(stable);
  if (next.panicSince === null) return { state: next, desired: calm, reason: 'stable' };
  const desired = Math.max(calm, wanted(panic), next.panicMost);
  return { state: { ...next, panicMost: desired }, desired, reason: 'panic' };
}

/** The highest number within the scale-down delay. */
function delay(state: KpaState, now: Ms, desired: number, { scaleDownDelay }: KpaPolicy) {
  if (scaleDownDelay === 0) return { delayed: [], desired };
  const delayed = [...state.delayed.filter(({ at }) => at > now - scaleDownDelay), { at: now, desired }];
  return { delayed, desired: Math.max(...delayed.map((one) => one.desired)) };
}

/** Zero is reached from one only after the retention; from more, one replica is kept for it. */
function retain(state: KpaState, now: Ms, desired: number, current: number, { podRetention }: KpaPolicy) {
  if (desired > 0 || current === 0) return { zeroSince: null, desired };
  const zeroSince = state.zeroSince ?? now;
  return { zeroSince, desired: now - zeroSince >= podRetention ? 0 : 1 };
}

/**
 * One decision of the Knative autoscaler. From zero it may be called at once when a request arrives (Knative's
 * activator does so); `concurrency` then counts the requests that wait.
 */
export function stepKpa(state: KpaState, observation: Observation, policy: KpaPolicy): Decision<KpaState> {
  const { now, current, replicas } = observation;
  const value = observation[policy.metric];
  const atRest = current === 0 && value === 0;
  // At zero nothing is collected: the first request after a long rest meets an empty window.
  const window = atRest ? state.window : record(state.window, now, value, policy.stableWindow);
  const reading: KpaReading = {
    now,
    ready: replicas.filter(({ ready, failed }) => ready && !failed).length,
    stable: average(window, now, policy.stableWindow),
    panic: average(window, now, policy.stableWindow * policy.panicWindow),
  };
  const decided = decideKpa(state, reading, policy);
  const slow = delay(state, now, decided.desired, policy);
  const highest = policy.max > 0 ? policy.max : Number.POSITIVE_INFINITY;
  const within = Math.min(Math.max(slow.desired, policy.min), highest);
  const { zeroSince, desired } = retain(state, now, within, current, policy);
  const reason = `${decided.reason}: ${policy.metric} ${round(reading.stable)} and ${round(reading.panic)} of ${round(kpaTarget(policy))}`;
  return { state: { ...decided.state, window, delayed: slow.delayed, zeroSince }, desired, reason };
}

const round = (value: number): number => Number(value.toPrecision(3));
