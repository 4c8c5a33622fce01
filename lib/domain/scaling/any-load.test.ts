import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../units.ts';
import { HPA_DEFAULTS, type HpaPolicy, KPA_DEFAULTS, type KpaPolicy, type ScalingPolicy } from './policy.ts';
import { initialReplicas, intervalOf, reachesZero, SCALING_START, step } from './step.ts';
import { follow, many, repeat } from './testing/follow.ts';

const policies = (random: Random): ScalingPolicy[] => {
  const min = Math.floor(random() * 3);
  const max = min + 1 + Math.floor(random() * 30);
  const hpa: HpaPolicy = {
    ...HPA_DEFAULTS,
    metric: { kind: 'cpu', targetPercent: 10 + random() * 90 },
    min: Math.max(1, min),
    max,
  };
  const queue: HpaPolicy = {
    ...hpa,
    metric: { kind: 'total', of: 'concurrency', target: 1 + random() * 50, targetType: 'average-value' },
  };
  const total = 1 + random() * 50;
  const kpa: KpaPolicy = { ...KPA_DEFAULTS, min, max, total, scaleDownDelay: random() < 0.5 ? 0 : 30_000 };
  return [hpa, queue, kpa, { ...kpa, metric: 'rate', maxUpRate: 2 }, { kind: 'fixed', replicas: max }];
};

function randomReading(random: Random) {
  const level = 10 ** (random() * 5 - 2);
  return { cpu: level / 10, concurrency: random() < 0.3 ? 0 : level, rate: level * 3 };
}

describe('whatever happens', () => {
  const cases = Array.from({ length: 30 }, (_, seed) => seed + 1);

  it('the number is whole, within its limits, and the same for the same past', () => {
    for (const seed of cases) {
      const random = seededRandom(seed);
      for (const policy of policies(random)) {
        const readings = Array.from({ length: 60 }, () => randomReading(random));
        const start = initialReplicas(policy);
        const wanted = follow(policy, start, readings);
        const [low, high] =
          policy.kind === 'fixed' ? [policy.replicas, policy.replicas] : [policy.min, policy.max];
        for (const desired of wanted) {
          expect(Number.isInteger(desired)).toBe(true);
          expect(desired).toBeGreaterThanOrEqual(reachesZero(policy) ? 0 : Math.max(1, low));
          expect(desired).toBeLessThanOrEqual(high);
        }
        expect(follow(policy, start, readings)).toEqual(wanted);
      }
    }
  });

  it('more load never asks for fewer, from the same state', () => {
    for (const seed of cases) {
      const random = seededRandom(seed);
      for (const policy of policies(random)) {
        const current = Math.max(1, initialReplicas(policy));
        const [low, high] = [random() * 50, 50 + random() * 500];
        const at = (level: number) =>
          follow(policy, current, [{ cpu: level / 100, concurrency: level, rate: level }])[0] ?? 0;
        expect(at(high)).toBeGreaterThanOrEqual(at(low));
      }
    }
  });

  it('the state stays bounded', () => {
    for (const policy of policies(seededRandom(7))) {
      let state = SCALING_START;
      for (let tick = 0; tick < 2_000; tick++) {
        const now = tick * (intervalOf(policy) ?? 1_000);
        const used = tick % 7;
        const replicas = many(2, { cpu: { used, requested: 1 } });
        state = step(state, { now, current: 2, replicas, concurrency: used, rate: used }, policy).state;
      }
      expect(JSON.stringify(state).length).toBeLessThan(5_000);
    }
  });

  it('a steady load comes to rest at what the formula says', () => {
    const hpa: HpaPolicy = { ...HPA_DEFAULTS, metric: { kind: 'cpu', targetPercent: 50 }, max: 50 };
    let current = 1;
    let state = SCALING_START;
    for (let tick = 0; tick < 40; tick++) {
      const replicas = many(current, { cpu: { used: 8 / current, requested: 1 } });
      const decision = step(state, { now: tick * 15_000, current, replicas, concurrency: 0, rate: 0 }, hpa);
      state = decision.state;
      current = decision.desired;
    }
    // 8 cores at 50% of one each; the tolerance may leave it a tenth away.
    expect(Math.abs(current - 16)).toBeLessThanOrEqual(2);
    const kpa: KpaPolicy = { ...KPA_DEFAULTS, total: 10, utilization: 0.7 };
    expect(follow(kpa, 1, repeat(90, { concurrency: 70 })).at(-1)).toBe(10);
  });
});
