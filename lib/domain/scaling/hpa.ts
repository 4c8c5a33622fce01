import type { Ms } from '../units.ts';
import { recommend } from './hpa-metric.ts';
import type { Decision, Observation } from './observation.ts';
import type { HpaBehavior, HpaPolicy, HpaRate } from './policy.ts';

interface At {
  readonly at: Ms;
  readonly replicas: number;
}

export interface HpaState {
  /** What the metric asked for lately. */
  readonly recommendations: readonly At[];
  /** Changes made lately: up above zero, down below. */
  readonly changes: readonly At[];
}

export const HPA_START: HpaState = { recommendations: [], changes: [] };

/** The recommendation within the lowest and highest of the stabilization windows. */
function stabilize(known: readonly At[], now: Ms, current: number, wanted: number, policy: HpaPolicy) {
  const within = (window: Ms) => known.filter(({ at }) => at > now - window).map(({ replicas }) => replicas);
  const lowest = Math.min(wanted, ...within(policy.up.stabilization));
  const highest = Math.max(wanted, ...within(policy.down.stabilization));
  return Math.min(Math.max(current, lowest), highest);
}

/** The number one rate permits, from where the period began. */
function permitted(rate: HpaRate, direction: 1 | -1, current: number, changes: readonly At[], now: Ms) {
  const recent = changes.filter(({ at }) => at > now - rate.period);
  const began = current - recent.reduce((total, { replicas }) => total + replicas, 0);
  if (rate.type === 'pods') return began + direction * rate.value;
  const share = began * (1 + (direction * rate.value) / 100);
  // Up is rounded up, or one replica could never become two at 50%.
  return direction === 1 ? Math.ceil(share) : Math.trunc(share);
}

/** The farthest number that the rates of one direction permit now; never on the other side of `current`. */
function limitOf(
  behavior: HpaBehavior,
  direction: 1 | -1,
  current: number,
  changes: readonly At[],
  now: Ms,
): number {
  if (behavior.select === 'disabled') return current;
  const limits = behavior.rates.map((rate) => permitted(rate, direction, current, changes, now));
  const farthest = (behavior.select === 'max') === (direction === 1);
  const limit = farthest ? Math.max(...limits) : Math.min(...limits);
  return direction === 1 ? Math.max(current, limit) : Math.min(current, limit);
}

function bounded(stable: number, observation: Observation, state: HpaState, policy: HpaPolicy) {
  const { current, now } = observation;
  if (stable > current) {
    const limit = Math.min(policy.max, limitOf(policy.up, 1, current, state.changes, now));
    return Math.min(stable, limit);
  }
  if (stable < current) {
    const limit = Math.max(policy.min, limitOf(policy.down, -1, current, state.changes, now));
    return Math.max(stable, limit);
  }
  return stable;
}

function remember(
  state: HpaState,
  now: Ms,
  wanted: number,
  current: number,
  desired: number,
  { up, down }: HpaPolicy,
): HpaState {
  const longest = Math.max(up.stabilization, down.stabilization);
  const periods = [...up.rates, ...down.rates].map(({ period }) => period);
  const young = (list: readonly At[], age: Ms) => list.filter(({ at }) => at > now - age);
  const change = desired === current ? [] : [{ at: now, replicas: desired - current }];
  return {
    recommendations: [...young(state.recommendations, longest), { at: now, replicas: wanted }],
    changes: [...young(state.changes, Math.max(0, ...periods)), ...change],
  };
}

/**
 * One decision of the Kubernetes HPA: metric, stabilization windows, rates, limits, in this order. The caller
 * is expected to follow it. Source: pkg/controller/podautoscaler/horizontal.go (behavior of autoscaling/v2).
 */
export function stepHpa(state: HpaState, observation: Observation, policy: HpaPolicy): Decision<HpaState> {
  const { now, current } = observation;
  // What stands at the beginning counts as a recommendation, so that a start is no reason to scale down.
  const known = state.recommendations.length > 0 ? state.recommendations : [{ at: now, replicas: current }];
  // None is a person's wish and stays, except where a metric that needs no replica may go to zero.
  const mayBeNone = policy.metric.kind === 'total' && policy.min === 0;
  if (current === 0 && !mayBeNone) return { state, desired: 0, reason: 'switched off at no replicas' };
  if (current > policy.max || current < policy.min) {
    const desired = Math.min(Math.max(current, policy.min), policy.max);
    return { state: remember(state, now, desired, current, desired, policy), desired, reason: 'limits' };
  }
  const { replicas: wanted, reading } = recommend(observation, policy);
  const stable = stabilize(known, now, current, wanted, policy);
  const desired = bounded(stable, observation, state, policy);
  const next = remember({ ...state, recommendations: known }, now, wanted, current, desired, policy);
  return { state: next, desired, reason: reasonOf(wanted, stable, desired, reading, policy) };
}

function reasonOf(
  wanted: number,
  stable: number,
  desired: number,
  reading: number | null,
  { metric }: HpaPolicy,
): string {
  if (reading === null) return 'no reading';
  const each = metric.kind === 'total' && metric.targetType === 'average-value' ? ' a replica' : '';
  const target = metric.kind === 'cpu' ? `${metric.targetPercent}%` : `${metric.target}${each}`;
  const value = metric.kind === 'cpu' ? `${reading}%` : `${Number(reading.toPrecision(3))}`;
  const held = stable !== wanted ? ', held by the stabilization window' : '';
  const cut = desired !== stable ? ', limited by rate or bounds' : '';
  return `${metric.kind} ${value} of ${target}${held}${cut}`;
}
