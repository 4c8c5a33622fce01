import type { ReplicaReading } from '../../scaling/observation.ts';
import type { ScalingPolicy } from '../../scaling/policy.ts';
import { intervalOf, SCALING_START, step } from '../../scaling/step.ts';
import type { Ms, PerSecond } from '../../units.ts';

/** What an autoscaler sees at its tick. Means are over the time since the last tick. */
export interface ScalerLoad {
  at: Ms;
  ready: number;
  starting: number;
  /** Requests that one replica serves at once. */
  concurrency: number;
  /** Mean requests being served. */
  running: number;
  /** Mean requests waiting. */
  waiting: number;
  /** Requests that arrived. */
  rate: PerSecond;
}

/** Decides how many replicas there should be. */
export interface Scaler {
  everyMs: Ms;
  /** Replicas started at once when a request finds none at all. */
  fromZero: number;
  desired(load: ScalerLoad): number;
}

/**
 * The autoscaler that the container side itself runs, on simulated time. A replica's CPU is taken as
 * the share of its places in use: a model, as real requests also wait without using it.
 */
export function policyScaler(policy: Exclude<ScalingPolicy, { kind: 'fixed' }>, initial: number): Scaler {
  let state = SCALING_START;
  let current = initial;
  return {
    everyMs: intervalOf(policy) ?? policy.interval,
    // An HPA sees a waiting request at its next look; Knative's activator at once.
    fromZero: policy.kind === 'kpa' ? Math.max(1, policy.activation) : policy.min,
    desired(load) {
      const observation = {
        now: load.at,
        // A replica started for a request that found none counts as asked for.
        current: Math.max(current, load.ready + load.starting),
        replicas: readings(load),
        concurrency: load.running + load.waiting,
        rate: load.rate,
        waiting: load.waiting,
      };
      const decision = step(state, observation, policy);
      state = decision.state;
      current = decision.desired;
      return current;
    },
  };
}

/** Every ready replica as the mean of them, which is what the autoscalers make of them anyway. */
function readings({ ready, starting, concurrency, running, rate }: ScalerLoad): ReplicaReading[] {
  const each = Math.max(1, ready);
  const busy = { used: running / each / concurrency, requested: 1 };
  const mean: ReplicaReading = { ready: true, cpu: busy, concurrency: running / each, rate: rate / each };
  const idle: ReplicaReading = { ready: false, cpu: null, concurrency: 0, rate: 0 };
  return [...Array.from({ length: ready }, () => mean), ...Array.from({ length: starting }, () => idle)];
}
