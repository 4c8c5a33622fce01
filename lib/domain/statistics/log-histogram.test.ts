import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import { LatencyHistogram } from './histogram.ts';
import { LogHistogram } from './log-histogram.ts';

const values = (seed: number, count = 20_000): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => -Math.log(1 - random()) * 10 ** (random() * 4 - 1));
};
const of = (all: readonly number[]): LogHistogram => {
  const histogram = new LogHistogram();
  for (const value of all) histogram.record(value);
  return histogram;
};

describe('LogHistogram', () => {
  it.each([0.01, 0.5, 0.9, 0.99, 0.999, 1])('is within 0.1%% of the exact quantile %d', (share) => {
    const all = values(1);
    const exact = all.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(all.length * share) - 1)] ?? 0;
    expect(Math.abs((of(all).quantile(share) ?? 0) / exact - 1)).toBeLessThanOrEqual(0.001);
  });

  it('agrees with the HDR histogram', () => {
    const all = values(2);
    const hdr = LatencyHistogram.of(all);
    for (const share of [0.5, 0.9, 0.99])
      expect((of(all).quantile(share) ?? 0) / (hdr.quantile(share) ?? 0)).toBeCloseTo(1, 2);
  });

  it('merges parts into the whole', () => {
    const [a, b] = [values(3), values(4)];
    const merged = of(a).merge(of(b));
    expect(merged.counts).toEqual(of([...a, ...b]).counts);
    expect(merged.count).toBe(40_000);
  });

  it('keeps the smallest, zero and the longest', () => {
    expect(of([0, 0, 0]).quantile(0.5)).toBe(0);
    expect(of([1e-300]).quantile(1)).toBe(1e-300);
    expect(of([1e300]).quantile(1)).toBe(1e300);
  });

  it('has no percentile of nothing', () => {
    expect(of([]).quantiles([0.5, 0.99, 1])).toEqual([null, null, null]);
    expect(of([]).merge(of([])).quantile(0.5)).toBeNull();
    expect(
      of([])
        .merge(of([7]))
        .quantile(0.5),
    ).toBe(7);
  });

  it('never leaves the range of its values, whole or merged', () => {
    for (const seed of [5, 6, 7, 8]) {
      const all = values(seed, 50);
      const [least, most] = [Math.min(...all), Math.max(...all)];
      const merged = of(all.slice(0, 20)).merge(of(all.slice(20)));
      for (const histogram of [of(all), merged]) {
        const found = histogram.quantiles([0, 0.001, 0.5, 0.99, 0.999, 1]).map((one) => one ?? Number.NaN);
        expect(found.every((one) => one >= least && one <= most)).toBe(true);
        expect(found.at(-1)).toBe(most);
        const buckets = [...histogram.filled()];
        expect([buckets[0]?.[0], buckets.at(-1)?.[1]]).toEqual([least, most]);
      }
    }
  });

  it('tells its filled buckets', () => {
    const filled = [...of([1, 1, 100]).filled()];
    expect(filled.map(([, , count]) => count)).toEqual([2, 1]);
    expect(filled.every(([low, high]) => low <= high)).toBe(true);
    expect(filled[0]?.[0]).toBe(1);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses %d', (value) => {
    expect(() => of([value])).toThrow(RangeError);
  });
});
