import { describe, expect, it } from 'vitest';
import { BlockRandom } from './block-random.ts';
import { Distribution, drawsOf, drawsOfSum, meanOf } from './distribution.ts';

const N = 100_000;
const sample = (spec: Distribution, seed = 1): number[] => {
  const draws = drawsOf(spec, new BlockRandom(seed));
  return Array.from({ length: N }, () => draws.next());
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const SPECS: Distribution[] = [
  { kind: 'fixed', ms: 12 },
  { kind: 'exponential', meanMs: 40 },
  { kind: 'uniform', fromMs: 10, toMs: 30 },
  { kind: 'lognormal', medianMs: 100, sigma: 0.5 },
  { kind: 'empirical', valuesMs: [1, 5, 9, 9] },
  { kind: 'weighted', valuesMs: [10, 20, 70], weights: [6, 3, 1] },
];

describe('distributions', () => {
  it.each(SPECS)('$kind: the mean of many draws is the mean', (spec) => {
    const values = sample(spec);
    const expected = meanOf(spec);
    const spread = Math.sqrt(mean(values.map((value) => (value - expected) ** 2)));
    expect(Math.abs(mean(values) - expected)).toBeLessThanOrEqual((5 * spread) / Math.sqrt(N) + 1e-9);
  });

  it('draws measured values and no others, each as often as it was measured', () => {
    const values = sample({ kind: 'empirical', valuesMs: [1, 5, 9, 9] });
    expect(new Set(values)).toEqual(new Set([1, 5, 9]));
    expect(values.filter((value) => value === 9).length / N).toBeCloseTo(0.5, 1);
  });

  it('picks by weight, a weight of 0 never', () => {
    const values = sample({ kind: 'weighted', valuesMs: [1, 2, 3, 4], weights: [5, 0, 1, 14] });
    const share = (value: number) => values.filter((one) => one === value).length / N;
    expect(share(1)).toBeCloseTo(0.25, 2);
    expect(share(2)).toBe(0);
    expect(share(3)).toBeCloseTo(0.05, 2);
    expect(share(4)).toBeCloseTo(0.7, 2);
  });

  it('has the median and the spread of a lognormal', () => {
    const logs = sample({ kind: 'lognormal', medianMs: 100, sigma: 0.5 }).map(Math.log);
    expect(mean(logs)).toBeCloseTo(Math.log(100), 2);
    expect(Math.sqrt(mean(logs.map((one) => (one - Math.log(100)) ** 2)))).toBeCloseTo(0.5, 2);
  });

  it('adds draws of several', () => {
    const draws = drawsOfSum(
      [
        { kind: 'fixed', ms: 5 },
        { kind: 'fixed', ms: 7 },
      ],
      new BlockRandom(1),
    );
    expect([draws.next(), draws.next()]).toEqual([12, 12]);
  });

  it.each([
    [{ kind: 'fixed', ms: -1 }, 'at least 0'],
    [{ kind: 'uniform', fromMs: 3, toMs: 1 }, 'above the most'],
    [{ kind: 'empirical', valuesMs: [] }, 'At least one'],
    [{ kind: 'weighted', valuesMs: [1, 2], weights: [1] }, 'One weight for each'],
    [{ kind: 'weighted', valuesMs: [1], weights: [0] }, 'not all 0'],
  ])('refuses %j', (spec, why) => {
    const parsed = Distribution.safeParse(spec);
    expect(parsed.error?.issues.map((issue) => issue.message).join(' ')).toContain(why);
  });
});
