import { describe, expect, it } from 'vitest';
import { BlockRandom } from '../random/block-random.ts';
import { Draws } from '../random/draws.ts';
import { FunctionPool, type PoolRules } from './pool.ts';
import { type NaiveRules, naive } from './testing/naive.ts';

const list = (values: readonly number[]): Draws => {
  let next = 0;
  return new Draws((out) => out.fill(values[next++ % values.length] ?? 0), 1);
};
const rules = (overrides: Partial<PoolRules> = {}): PoolRules => ({
  cold: list([100]),
  keepAlive: list([1000]),
  lifetime: null,
  maxConcurrency: Number.POSITIVE_INFINITY,
  burst: null,
  billingStep: 1,
  unbilled: 0,
  ...overrides,
});
const run = (pool: FunctionPool, times: number[], warm = 10) =>
  pool.run(Float64Array.from(times), new Float64Array(times.length).fill(warm), 0, times.length);

describe('FunctionPool, by hand', () => {
  it('starts, reuses and ends', () => {
    const pool = new FunctionPool(rules());
    // 0: cold until 100. 50: cold until 150. 200: warm, by the one free since 150. 5000: both are gone.
    run(pool, [0, 50, 200, 5000]);
    // First: 0 to 100 + 1000. Second: 50 to 210 + 1000. Third: since 5000, busy until 5100.
    expect(pool.state(5050)).toEqual({
      at: 5050,
      requests: 4,
      cold: 3,
      throttled: 0,
      timedOut: 0,
      waiting: 0,
      running: 1,
      instances: 1,
      peakInstances: 2,
      instanceMs: 1100 + 1160 + 50,
      busyMs: 100 + 100 + 10 + 50,
      waitingMs: 0,
      billedMs: 310,
    });
  });

  it('an instance whose keep-alive ends at the arrival is gone', () => {
    const pool = new FunctionPool(rules());
    run(pool, [0, 1100]);
    expect(pool.state(1100).cold).toBe(2);
    const just = new FunctionPool(rules());
    run(just, [0, 1099]);
    expect(just.state(1099).cold).toBe(1);
  });

  it('bills what is not on the way, at least one step; the caller waits for all of it', () => {
    const pool = new FunctionPool(rules({ unbilled: 6 }));
    run(pool, [0, 200]);
    run(pool, [400], 3);
    // Cold: 100 - 6; then 10 - 6; then less than what is on the way.
    expect(pool.state(1000)).toMatchObject({ billedMs: 94 + 4 + 1, busyMs: 100 + 10 + 3 });
    expect(pool.warmLatencies.quantiles([1])[0]).toBeGreaterThan(9);
  });

  it('throttles beyond the limit and bills nothing for it', () => {
    const pool = new FunctionPool(rules({ maxConcurrency: 2 }));
    run(pool, [0, 1, 2, 3, 200]);
    expect(pool.state(200)).toMatchObject({ requests: 5, cold: 2, throttled: 2, billedMs: 210 });
  });

  it('allows only so many new instances at a time', () => {
    const pool = new FunctionPool(rules({ burst: { amount: 2, interval: 1000 } }));
    run(pool, [0, 1, 2, 3, 600]);
    // At 600 the bucket holds 1.2 again, but two idle instances make it needless.
    expect(pool.state(600)).toMatchObject({ cold: 2, throttled: 2 });
  });

  it('retires instances by age, and none in the middle of a request', () => {
    const pool = new FunctionPool(rules({ lifetime: list([150]), keepAlive: list([1e6]) }));
    run(pool, [0, 120, 200], 100);
    // Born at 0, retires at 150, but serves until 220; the request at 200 needs a new one.
    expect(pool.state(250)).toMatchObject({ cold: 2, running: 1, instanceMs: 220 + 50 });
  });

  it('has the instances that were warm at the start, until they expire', () => {
    const pool = new FunctionPool(rules(), 2);
    run(pool, [5, 6, 7]);
    expect(pool.state(7)).toMatchObject({ cold: 1, peakInstances: 3 });
  });

  it('rounds each duration up to the billing step', () => {
    const pool = new FunctionPool(rules({ billingStep: 100, cold: list([150]) }));
    run(pool, [0, 500], 12);
    expect(pool.state(600).billedMs).toBe(200 + 100);
  });

  it('counts warm and cold latencies apart', () => {
    const pool = new FunctionPool(rules());
    run(pool, [0, 500, 600]);
    expect(pool.coldLatencies.count).toBe(1);
    expect(pool.warmLatencies.count).toBe(2);
    expect(pool.warmLatencies.quantile(1)).toBeCloseTo(10, 1);
  });

  it('refuses more instances than fit', () => {
    const pool = new FunctionPool(rules({ cold: list([1e9]) }));
    const many = new Float64Array(5_000_001);
    expect(() => pool.run(many, many, 0, many.length)).toThrow(/instances would exist/);
  });
});

describe('FunctionPool beside a slow one that looks at every instance', () => {
  const CASES: [string, Partial<NaiveRules>][] = [
    ['fixed keep-alive', {}],
    ['distributed keep-alive', { keepAlive: (random) => random.next() * 4000 }],
    ['lifetimes', { lifetime: (random) => 500 + random.next() * 5000 }],
    ['a limit', { maxConcurrency: 3 }],
    ['all of it', { keepAlive: (random) => random.next() * 4000, lifetime: () => 3000, maxConcurrency: 4 }],
  ];

  it.each(CASES)('%s: the same in every count and sum', (_, overrides) => {
    for (const seed of [1, 2, 3]) {
      const spec: NaiveRules = {
        cold: (random) => 200 + random.next() * 600,
        keepAlive: () => 2000,
        lifetime: null,
        maxConcurrency: Number.POSITIVE_INFINITY,
        ...overrides,
      };
      const times = arrivals(seed, 3000);
      const warm = new Float64Array(times.length);
      new BlockRandom(seed, 9).exponential(warm, warm.length, 300);
      const end = (times.at(-1) ?? 0) + 100;
      const draws = (draw: (random: BlockRandom) => number, stream: number) => {
        const random = new BlockRandom(seed, stream);
        return new Draws((out) => out.fill(draw(random)), 1);
      };
      const pool = new FunctionPool(
        rules({
          cold: draws(spec.cold, 1),
          keepAlive: draws(spec.keepAlive, 2),
          lifetime: spec.lifetime && draws(spec.lifetime, 3),
          maxConcurrency: spec.maxConcurrency,
        }),
      );
      // In uneven parts with looks in between, which must change nothing.
      for (let from = 0; from < times.length; from += 700) {
        const to = Math.min(times.length, from + 700);
        pool.run(times, warm.subarray(from), from, to);
        pool.state(times[to - 1] ?? 0);
      }
      const slow = naive(spec, times, warm, end, seed);
      const fast = pool.state(end);
      expect(fast.cold).toBe(slow.cold);
      expect(fast.throttled).toBe(slow.throttled);
      expect(fast.instances).toBe(slow.instances);
      expect(fast.instanceMs).toBeCloseTo(slow.instanceMs, 3);
      expect(fast.busyMs).toBeCloseTo(slow.busyMs, 3);
    }
  });
});

function arrivals(seed: number, count: number): Float64Array {
  const times = new Float64Array(count);
  new BlockRandom(seed, 8).exponential(times, count, 150);
  for (let index = 1; index < count; index++) times[index] = (times[index] ?? 0) + (times[index - 1] ?? 0);
  return times;
}
