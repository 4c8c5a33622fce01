import { describe, expect, it } from 'vitest';
import { meanOfRounds } from '../statistics/rounds.ts';
import type { Bill } from './assessment.ts';
import { ASSUMED_RANGE } from './assumptions.ts';
import { billOf } from './bill-of.ts';
import { billDifference } from './difference.ts';
import { coverage, WORLDS } from './testing/coverage.ts';
import { fixtureUsage } from './testing/fixture-usage.ts';

describe('intervals of money', () => {
  it.each(WORLDS)('hold the truth of both bills and of their difference: $name', (world) => {
    const { functions, containers, difference, independent } = coverage(world, 80, 6, 7);
    expect(Math.min(functions, containers, difference)).toBeGreaterThanOrEqual(0.9);
    // The same runs, as if each request said something new.
    expect(independent).toBeLessThan(0.85);
  });
});

describe('meanOfRounds', () => {
  const interval = (rounds: readonly (readonly number[])[]) => meanOfRounds(rounds)?.interval ?? [0, 0];
  const width = (rounds: readonly (readonly number[])[]) => {
    const [low, high] = interval(rounds);
    return Math.log(high / low) / 2;
  };

  it('never says less than what another run may change', () => {
    expect(width([[10], [10], [10], [10], [10], [10]])).toBeCloseTo(1.96 * 0.05, 4);
    expect(
      width([
        [8, 8],
        [12, 12],
        [8, 8],
        [12, 12],
      ]),
    ).toBeGreaterThan(0.3);
  });

  it('takes few rounds to differ as rounds usually do', () => {
    const even = (count: number) => Array.from({ length: count }, () => [10, 10, 10]);
    // Three have a usual spread beside their own, four speak for themselves.
    expect(width(even(3))).toBeGreaterThan(0.15);
    expect(width(even(4))).toBeCloseTo(1.96 * 0.05, 4);
    expect(width(even(1))).toBeGreaterThan(width(even(2)));
  });

  it('has no value without values, and no spread about nothing', () => {
    expect(meanOfRounds([[], []])).toBeNull();
    expect(meanOfRounds([[0, 0], [0]])).toEqual({ value: 0, interval: [0, 0], samples: 3 });
    expect(interval([[0], [5], [5], [5]])[0]).toBeGreaterThan(0);
  });
});

describe('billDifference', () => {
  const bill = (totalUsd: number, interval: readonly [number, number]): Bill => ({
    ...{ platform: '', region: '', lines: [], totalUsd, interval, assumedRange: null },
  });
  it('adds the far ends in quadrature, each way by itself', () => {
    const { usd, interval } = billDifference(bill(10, [6, 13]), bill(30, [27, 34]));
    expect([usd, ...interval]).toEqual([20, 20 - Math.hypot(3, 3), 20 + Math.hypot(4, 4)]);
  });
});

describe('the range of what is assumed', () => {
  const bill = (change: Parameters<typeof fixtureUsage>[0]) =>
    billOf('aws_fargate', undefined, fixtureUsage({ shape: 'steady', sustainedPerReplica: null, ...change }));

  it('is half and twice of each, as data beside the assumption', () => {
    for (const range of Object.values(ASSUMED_RANGE)) expect(range).toEqual({ low: 0.5, high: 2 });
  });

  it('moves bytes, connections and what a replica carries, and leaves what was measured', () => {
    const { assumedRange, totalUsd } = bill({ requestsPerMonth: 400e6 });
    const end = (bytes: number, connections: number, busy: number) =>
      bill({
        requestsPerMonth: 400e6,
        ...{ bytesPerRequest: 4096 * bytes, bytesOut: 2048 * bytes, requestsPerConnection: 10 * connections },
        busyMs: { value: 30 * busy, interval: [30, 30] },
      }).totalUsd;
    expect(assumedRange[0]).toBeCloseTo(end(0.5, 2, 0.5), 4);
    expect(assumedRange[1]).toBeCloseTo(end(2, 0.5, 2), 4);
    expect(assumedRange[1] - assumedRange[0]).toBeGreaterThan(totalUsd);
    const seen = bill({ requestsPerMonth: 400e6, sustainedPerReplica: 1e6 });
    expect(seen.replicas?.peak).toBe(1);
    expect(seen.assumedRange[1] - seen.totalUsd).toBeLessThan(100);
  });

  it('moves the cold starts of a function with how long it is kept', () => {
    const rare = fixtureUsage({ requestsPerMonth: 3000, shape: 'steady', bytesOut: 0, initMs: 5000 });
    const { assumedRange, totalUsd } = billOf('aws_lambda', undefined, rare, { frontDoor: 'function-url' });
    const share = (keepAliveS: number) => Math.exp((-3000 / (730 * 3600)) * keepAliveS);
    const init = (times: number) => 3000 * (share(600 * times) - share(600)) * 5 * 0.5 * 1.66667e-5;
    expect(assumedRange[0] - totalUsd).toBeCloseTo(init(2), 5);
    expect(assumedRange[1] - totalUsd).toBeCloseTo(init(0.5), 5);
  });
});
