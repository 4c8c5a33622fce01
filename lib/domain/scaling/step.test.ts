import { describe, expect, it } from 'vitest';
import type { Observation } from './observation.ts';
import { HPA_DEFAULTS, type HpaPolicy, KPA_DEFAULTS, type KpaPolicy } from './policy.ts';
import { SCALING_START, step } from './step.ts';
import { follow, many, repeat, replica } from './testing/follow.ts';

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
    const value = { kind: 'total', of: 'waiting', targetType: 'value', target: 10 } as const;
    expect(at(value, { waiting: 25 })).toBe(5);
    expect(at({ ...value, of: 'rate' }, { waiting: 25, rate: 30 })).toBe(6);
    expect(at({ ...value, of: 'concurrency' }, { waiting: 25, concurrency: 27 })).toBe(6);
    expect(at({ kind: 'cpu', targetPercent: 50 }, { replicas: many(2, { ready: false }) })).toBe(2);
    expect(at({ kind: 'cpu', targetPercent: 50 }, { replicas: many(2, { cpu: null }) })).toBe(2);
  });

  it('with a target per replica asks for the total over the target, however many are ready', () => {
    const metric = { kind: 'total', of: 'waiting', target: 10, targetType: 'average-value' } as const;
    const at = (waiting: number, current: number, ready = current) => {
      const replicas = [...many(ready), ...many(current - ready, { ready: false })];
      const seen = { now: 0, current, replicas, concurrency: 0, rate: 0, waiting };
      const quick = { ...policy, metric, max: 500, down: { ...policy.down, stabilization: 0 } };
      return step(SCALING_START, seen, {
        ...quick,
        up: { ...quick.up, rates: [{ type: 'pods', value: 500, period: 15_000 }] },
      });
    };
    // A proportional target would ask for 3 times the replicas, 9: the target is the queue of each.
    expect(at(30, 3).desired).toBe(3);
    expect(at(100, 3).desired).toBe(10);
    expect(at(101, 3, 1).desired).toBe(11);
    expect(at(5, 8).desired).toBe(1);
    // Within a tenth of the target nothing changes, beyond it the ceiling counts.
    expect([at(32.9, 3).desired, at(33.1, 3).desired, at(27, 3).desired, at(26.9, 3).desired]).toEqual([
      3, 4, 3, 3,
    ]);
    expect([at(20, 3).desired, at(18, 2).desired, at(22.1, 2).desired]).toEqual([2, 2, 3]);
    expect(at(100, 3).reason).toBe('total 33.3 of 10 a replica');
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
    for (const targetType of ['value', 'average-value'] as const) {
      const metric = { kind: 'total', of: 'waiting', target: 10, targetType } as const;
      const queue: HpaPolicy = { ...policy, min: 0, metric };
      expect(follow(queue, 0, [{ waiting: 0 }, { waiting: 25 }])).toEqual([0, 3]);
      expect(follow(queue, 1, repeat(21, { waiting: 0 })).at(-1)).toBe(0);
    }
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
