import { describe, expect, it } from 'vitest';
import { HPA_START, stepHpa } from './hpa.ts';
import { recommend } from './hpa-metric.ts';
import { decideKpa } from './kpa.ts';
import type { Observation } from './observation.ts';
import { HPA_DEFAULTS, type HpaPolicy, KPA_DEFAULTS, type KpaPolicy, kpaTarget } from './policy.ts';
import {
  HPA_VECTORS,
  type HpaVector,
  KPA_PUBLISHED_DEFAULTS,
  KPA_VECTORS,
  type KpaVector,
  stepsOf,
} from './testing/vectors.ts';

function hpaCase(vector: HpaVector): { observation: Observation; policy: HpaPolicy } {
  const { current, levels_m, ready = [], request_m = 1000, requests_m } = vector;
  const replicas = Array.from({ length: levels_m?.length ?? current }, (_, index) => ({
    ready: ready[index] ?? true,
    cpu: levels_m
      ? { used: (levels_m[index] ?? 0) / 1000, requested: (requests_m?.[index] ?? request_m) / 1000 }
      : null,
    concurrency: 0,
    rate: 0,
  }));
  const waiting = vector.object_value ?? vector.value ?? 0;
  const metric: HpaPolicy['metric'] =
    vector.target_util === undefined
      ? {
          ...{ kind: 'total', of: 'waiting', target: vector.per_pod_target ?? vector.target ?? 0 },
          targetType: vector.per_pod_target === undefined ? 'value' : 'average-value',
        }
      : { kind: 'cpu', targetPercent: vector.target_util };
  return {
    observation: { now: 0, current, replicas, concurrency: 0, rate: 0, waiting },
    policy: { ...HPA_DEFAULTS, metric, max: 100 },
  };
}

describe('Kubernetes HPA, published vectors', () => {
  it('has them all', () => expect(HPA_VECTORS).toHaveLength(11));

  it.each(HPA_VECTORS.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const { observation, policy } = hpaCase(vector);
    const { replicas, reading } = recommend(observation, policy);
    expect(replicas).toBe(vector.expected);
    // Kubernetes rounds an average up to whole thousandths.
    if (vector.util !== undefined) expect(Math.ceil(reading ?? Number.NaN)).toBe(vector.util);
    // Without a window the whole step decides the same.
    const quick = { ...policy, down: { ...policy.down, stabilization: 0 } };
    expect(stepHpa(HPA_START, observation, quick).desired).toBe(vector.expected);
  });
});

/** The test suite of Knative sets the target itself, a threshold of 2 and rates of 10. */
const kpaPolicy = (vector: KpaVector): KpaPolicy => ({
  ...KPA_DEFAULTS,
  total: vector.target,
  utilization: 1,
  activation: vector.activation_scale ?? 1,
  panicThreshold: 2,
  maxUpRate: 10,
  maxDownRate: vector.max_scale_down_rate ?? 10,
});

describe('Knative KPA, published vectors', () => {
  it('has them all', () => expect(KPA_VECTORS).toHaveLength(7));

  it.each(KPA_VECTORS.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const policy = kpaPolicy(vector);
    let state: { panicSince: number | null; panicMost: number } = vector.in_panic
      ? { panicSince: -5_000, panicMost: 5 }
      : { panicSince: null, panicMost: 0 };
    for (const [index, { t, stable, panic, ready = 1, desired, panic_on }] of stepsOf(vector).entries()) {
      const decision = decideKpa(state, { now: (t ?? index) * 1_000, stable, panic, ready }, policy);
      expect(decision.desired).toBe(desired);
      if (panic_on !== undefined) expect(decision.state.panicSince !== null).toBe(panic_on);
      state = decision.state;
    }
  });

  it('aims at 7 in flight where a replica takes 10 and 70% are to be used (the documentation)', () => {
    const policy = { ...KPA_DEFAULTS, total: 10, utilization: 0.7 };
    expect(kpaTarget(policy)).toBe(7);
    const at = (stable: number) =>
      decideKpa({ panicSince: null, panicMost: 0 }, { now: 0, stable, panic: 0, ready: 1 }, policy).desired;
    expect([at(6.9), at(7), at(7.1)]).toEqual([1, 1, 2]);
  });

  it('has the published defaults', () => {
    const published = KPA_PUBLISHED_DEFAULTS;
    expect(KPA_DEFAULTS).toMatchObject({
      total: published['container-concurrency-target-default'],
      utilization: published['container-concurrency-target-percentage'] / 100,
      stableWindow: published['stable-window_s'] * 1000,
      panicWindow: published['panic-window-percentage'] / 100,
      panicThreshold: published['panic-threshold-percentage'] / 100,
      podRetention: published['scale-to-zero-pod-retention_s'] * 1000,
      interval: published.tick_s * 1000,
    });
  });
});
