import type { Ms } from '../units.ts';
import { HPA_START, type HpaState, stepHpa } from './hpa.ts';
import { KPA_START, type KpaState, stepKpa } from './kpa.ts';
import type { Decision, Observation } from './observation.ts';
import type { ScalingPolicy } from './policy.ts';

/** What any policy remembers between two decisions: plain data. */
export interface ScalingState {
  readonly hpa: HpaState;
  readonly kpa: KpaState;
}

export const SCALING_START: ScalingState = { hpa: HPA_START, kpa: KPA_START };

/**
 * The number of replicas a policy wants, from what was seen since the last step. Pure: time comes with the
 * observation. Call it every `intervalOf(policy)`, and under a KPA also when a request meets no replica.
 */
export function step(
  state: ScalingState,
  observation: Observation,
  policy: ScalingPolicy,
): Decision<ScalingState> {
  switch (policy.kind) {
    case 'fixed':
      return { state, desired: policy.replicas, reason: 'fixed' };
    case 'hpa': {
      const decision = stepHpa(state.hpa, observation, policy);
      return { ...decision, state: { ...state, hpa: decision.state } };
    }
    case 'kpa': {
      const decision = stepKpa(state.kpa, observation, policy);
      return { ...decision, state: { ...state, kpa: decision.state } };
    }
  }
}

/** Time between two decisions; null when there is nothing to decide. */
export const intervalOf = (policy: ScalingPolicy): Ms | null =>
  policy.kind === 'fixed' ? null : policy.interval;

/** Replicas to begin with. */
export const initialReplicas = (policy: ScalingPolicy): number =>
  policy.kind === 'fixed' ? policy.replicas : Math.max(1, policy.min);

/** Whether no replica at all is a number that the policy may want. */
export const reachesZero = (policy: ScalingPolicy): boolean =>
  policy.kind === 'fixed' ? policy.replicas === 0 : policy.min === 0;
