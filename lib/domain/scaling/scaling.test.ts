import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../units.ts';
import type { Observation, ReplicaReading } from './observation.ts';
import { HPA_DEFAULTS, type HpaPolicy, KPA_DEFAULTS, type KpaPolicy, type ScalingPolicy } from './policy.ts';
import { initialReplicas, intervalOf, reachesZero, SCALING_START, step } from './step.ts';
import { average, record, type Window } from './window.ts';

const replica = (over: Partial<ReplicaReading> = {}): ReplicaReading => ({
  ready: true,
  cpu: { used: 0, requested: 1 },
  concurrency: 0,
  rate: 0,
  ...over,
});
const many = (count: number, over: Partial<ReplicaReading> = {}) =>
  Array.from({ length: count }, () => replica(over));

/** Runs a policy over readings at a steady pace, doing what it says at once; returns what it wanted each time. */
function follow(
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

const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('HPA over time', () => {
  const policy: HpaPolicy = { ...HPA_DEFAULTS, metric: { kind: 'cpu', targetPercent: 50 }, max: 100 };

  it('rises by doubling or by four, whichever is more, in each 15 s', () => {
    expect(follow(policy, 1, repeat(5, { cpu: 50 }))).toEqual([5, 10, 20, 40, 80]);
  });

  it('falls only when it was low for five minutes', () => {
    const wanted = follow(policy, 10, repeat(24, { cpu: 0.05 }));
    expect(wanted.slice(0, 20)).toEqual(repeat(20, 10));
    expect(wanted[20]).toBe(1);
  });

  it('a peak in the window keeps the number', () => {
    const readings = [...repeat(10, { cpu: 0.05 }), { cpu: 0.5 }, ...repeat(19, { cpu: 0.05 })];
    expect(new Set(follow(policy, 10, readings))).toEqual(new Set([10]));
  });

  it.each([
    ['min of two rates', { select: 'min' as const }, [2, 4, 8]],
    ['disabled', { select: 'disabled' as const }, [1, 1, 1]],
    ['one rate of pods', { rates: [{ type: 'pods' as const, value: 1, period: 30_000 }] }, [2, 2, 3]],
    ['a window on the way up', { stabilization: 30_000 }, [1, 1, 5]],
  ])('up: %s', (_name, over, expected) => {
    const slow = { ...policy, up: { ...policy.up, ...over } };
    expect(follow(slow, 1, repeat(3, { cpu: 50 }))).toEqual(expected);
  });

  it('down: a tenth a minute, rounded down, and never below the minimum', () => {
    const rates = [{ type: 'percent' as const, value: 10, period: 60_000 }];
    const down = { ...policy.down, stabilization: 0, rates };
    const wanted = follow({ ...policy, min: 85, down }, 100, repeat(9, { cpu: 0 }));
    expect(wanted).toEqual([90, 90, 90, 90, 85, 85, 85, 85, 85]);
  });

  it('takes values of replicas and of the whole, and stays where nothing is ready', () => {
    const at = (metric: HpaPolicy['metric'], over: Partial<Observation>) =>
      step(
        SCALING_START,
        {
          now: 0,
          current: 2,
          replicas: many(2, { rate: 90, concurrency: 3 }),
          concurrency: 0,
          rate: 0,
          ...over,
        },
        { ...policy, metric },
      ).desired;
    expect(at({ kind: 'per-replica', of: 'rate', target: 45 }, {})).toBe(4);
    expect(at({ kind: 'per-replica', of: 'concurrency', target: 3 }, {})).toBe(2);
    expect(at({ kind: 'total', target: 10 }, { total: 25 })).toBe(5);
    expect(at({ kind: 'cpu', targetPercent: 50 }, { replicas: many(2, { ready: false }) })).toBe(2);
    expect(at({ kind: 'cpu', targetPercent: 50 }, { replicas: many(2, { cpu: null }) })).toBe(2);
  });

  it('does not count what has failed', () => {
    const replicas = [
      ...many(2, { cpu: { used: 1, requested: 1 } }),
      replica({ failed: true, ready: false }),
    ];
    const { desired } = step(
      SCALING_START,
      { now: 0, current: 3, replicas, concurrency: 0, rate: 0 },
      policy,
    );
    expect(desired).toBe(4);
  });

  it('leaves zero only with a metric that needs no replica, and goes there with it', () => {
    const queue: HpaPolicy = { ...policy, min: 0, metric: { kind: 'total', target: 10 } };
    expect(follow(queue, 0, [{ total: 0 }, { total: 25 }])).toEqual([0, 3]);
    expect(follow(queue, 1, repeat(21, { total: 0 })).at(-1)).toBe(0);
    expect(follow({ ...policy, min: 0 }, 0, [{ cpu: 50 }])).toEqual([0]);
  });

  it('brings a number outside of the limits inside at once', () => {
    expect(follow({ ...policy, max: 3 }, 9, [{ cpu: 5 }])).toEqual([3]);
    expect(follow({ ...policy, min: 2 }, 1, [{ cpu: 0 }])).toEqual([2]);
  });
});

describe('KPA over time', () => {
  const policy: KpaPolicy = { ...KPA_DEFAULTS, total: 10, utilization: 1 };

  it('goes to zero after a stable window without requests, and wakes at the first', () => {
    const wanted = follow(policy, 1, [...repeat(5, { concurrency: 5 }), ...repeat(31, {})]);
    expect(wanted.indexOf(0)).toBe(34);
    expect(follow(policy, 0, [{}, {}, { concurrency: 1 }])).toEqual([0, 0, 1]);
  });

  it('keeps the last replica for the retention, and one for ever with a minimum', () => {
    const idle = [{ concurrency: 5 }, ...repeat(60, {})];
    expect(follow({ ...policy, podRetention: 20_000 }, 1, idle).indexOf(0)).toBe(
      follow(policy, 1, idle).indexOf(0) + 10,
    );
    expect(follow({ ...policy, min: 1 }, 1, idle)).not.toContain(0);
  });

  it('a burst after hours at zero is not thinned by them', () => {
    const burst = follow({ ...policy, stableWindow: 60_000 }, 0, [...repeat(200, {}), { concurrency: 80 }]);
    expect(burst.at(-1)).toBe(8);
  });

  it('panics on a burst and holds the number until a stable window after', () => {
    const readings = [
      ...repeat(30, { concurrency: 8 }),
      { concurrency: 300 },
      ...repeat(34, { concurrency: 8 }),
    ];
    const wanted = follow(policy, 1, readings);
    expect(wanted[29]).toBe(1);
    expect(wanted[30]).toBeGreaterThan(9);
    expect(wanted.slice(31, 60)).toEqual(repeat(29, wanted[30]));
    expect(wanted.at(-1)).toBeLessThan(wanted[30] ?? 0);
  });

  it('a lower number waits for the delay, and the number is capped', () => {
    const readings = [{ concurrency: 18 }, ...repeat(45, { concurrency: 1 })];
    const slow = follow({ ...policy, scaleDownDelay: 80_000 }, 2, readings);
    const quick = follow(policy, 2, readings);
    expect(slow.indexOf(1)).toBeGreaterThan(quick.indexOf(1) + 30);
    expect(follow({ ...policy, max: 3 }, 1, [{ concurrency: 500 }])).toEqual([3]);
  });

  it('counts requests per second instead when asked to', () => {
    expect(follow({ ...policy, metric: 'rate', total: 200 }, 1, [{ rate: 900, concurrency: 1 }])).toEqual([
      5,
    ]);
  });
});

describe('windows', () => {
  it('weigh each stretch by its length and cut the one that is partly outside', () => {
    let window: Window = [];
    for (const [now, value] of [
      [1_000, 9],
      [5_000, 1],
      [6_000, 5],
    ] as const)
      window = record(window, now, value, 60_000);
    expect(average(window, 6_000, 60_000)).toBeCloseTo((9 + 4 * 1 + 5) / 6);
    expect(average(window, 6_000, 2_000)).toBeCloseTo((1 + 5) / 2);
    expect(average([], 0, 1_000)).toBe(0);
  });
});

const policies = (random: Random): ScalingPolicy[] => {
  const min = Math.floor(random() * 3);
  const max = min + 1 + Math.floor(random() * 30);
  const hpa: HpaPolicy = {
    ...HPA_DEFAULTS,
    metric: { kind: 'cpu', targetPercent: 10 + random() * 90 },
    min: Math.max(1, min),
    max,
  };
  const total = 1 + random() * 50;
  const kpa: KpaPolicy = { ...KPA_DEFAULTS, min, max, total, scaleDownDelay: random() < 0.5 ? 0 : 30_000 };
  return [hpa, kpa, { ...kpa, metric: 'rate', maxUpRate: 2 }, { kind: 'fixed', replicas: max }];
};

function randomReading(random: Random) {
  const level = 10 ** (random() * 5 - 2);
  return { cpu: level / 10, concurrency: random() < 0.3 ? 0 : level, rate: level * 3 };
}

describe('whatever happens', () => {
  const cases = Array.from({ length: 60 }, (_, seed) => seed + 1);

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
