import type { Observation, ReplicaReading } from '../observation.ts';
import type { ScalingPolicy } from '../policy.ts';
import { intervalOf, SCALING_START, step } from '../step.ts';

export const replica = (over: Partial<ReplicaReading> = {}): ReplicaReading => ({
  ready: true,
  cpu: { used: 0, requested: 1 },
  concurrency: 0,
  rate: 0,
  ...over,
});

export const many = (count: number, over: Partial<ReplicaReading> = {}) =>
  Array.from({ length: count }, () => replica(over));

/** Runs a policy over readings at a steady pace, doing what it says at once; returns what it wanted each time. */
export function follow(
  policy: ScalingPolicy,
  current: number,
  readings: (Partial<Observation> & { cpu?: number })[],
) {
  let state = SCALING_START;
  const interval = intervalOf(policy) ?? 1_000;
  return readings.map(({ cpu = 0, ...reading }, index) => {
    const decision = step(
      state,
      {
        now: index * interval,
        current,
        replicas: many(current, { cpu: { used: cpu, requested: 1 } }),
        concurrency: 0,
        rate: 0,
        ...reading,
      },
      policy,
    );
    state = decision.state;
    current = decision.desired;
    return current;
  });
}

export const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
