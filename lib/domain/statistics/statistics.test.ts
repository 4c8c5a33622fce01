import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import { binomialCdf, drawFrom, smallestAtLeast } from './binomial.ts';
import { LatencyHistogram } from './histogram.ts';
import { mean, meanWithInterval, studentT } from './mean.ts';
import { ascending, intervalRanks, quantile } from './quantile.ts';
import { quantileRatio } from './ratio.ts';
import { shareWithInterval } from './wilson.ts';

describe('LatencyHistogram', () => {
  it('reads back within a thousandth, from a microsecond to an hour', () => {
    for (const ms of [0.001, 0.5, 12.345, 999, 3_600_000]) {
      expect(Math.abs((LatencyHistogram.of([ms]).quantile(0.5) ?? 0) / ms - 1)).toBeLessThanOrEqual(0.001);
    }
  });

  it('merges counts, not percentiles', () => {
    const fast = LatencyHistogram.of(Array.from({ length: 990 }, () => 1));
    const slow = LatencyHistogram.of(Array.from({ length: 10 }, () => 1000));
    fast.merge(slow);
    expect(fast.count).toBe(1000);
    expect(fast.quantile(0.99)).toBeCloseTo(1, 2);
    expect(fast.quantile(0.995)).toBeGreaterThan(990);
    expect(fast.max).toBeGreaterThan(990);
  });

  it('refuses what is not a latency', () => {
    expect(() => new LatencyHistogram().record(-1)).toThrow(RangeError);
    expect(() => new LatencyHistogram().record(Number.NaN)).toThrow(RangeError);
  });

  it('has no percentile and no maximum of nothing', () => {
    const empty = new LatencyHistogram();
    expect([empty.quantile(0.5), empty.quantile(1), empty.max]).toEqual([null, null, null]);
  });

  it('never lies outside of its values', () => {
    for (const values of [[1003.7], [5000.3, 123_456.7], [0.0004, 77_777.1]]) {
      const [least, most] = [Math.min(...values), Math.max(...values)];
      const histogram = LatencyHistogram.of(values.slice(1));
      histogram.merge(LatencyHistogram.of(values.slice(0, 1)));
      for (const share of [0, 0.5, 0.99, 1]) {
        expect(histogram.quantile(share)).toBeGreaterThanOrEqual(least);
        expect(histogram.quantile(share)).toBeLessThanOrEqual(most);
      }
      expect(histogram.max).toBe(most);
    }
  });
});

describe('binomial', () => {
  it('matches the textbook: B(10, 0.5)', () => {
    const cdf = binomialCdf(10, 0.5);
    expect(cdf[5]).toBeCloseTo(638 / 1024, 12);
    expect(cdf[10]).toBeCloseTo(1, 12);
    expect(smallestAtLeast(cdf, 0.5)).toBe(5);
  });

  it('survives a million trials', () => {
    const cdf = binomialCdf(1_000_000, 0.99);
    expect(cdf[990_000]).toBeGreaterThan(0.49);
    expect(cdf[990_000]).toBeLessThan(0.51);
  });

  it('draws with the right mean', () => {
    const random = seededRandom(1);
    const cdf = binomialCdf(100, 0.3);
    const draws = Array.from({ length: 5000 }, () => drawFrom(cdf, random));
    expect(mean(draws)).toBeCloseTo(30, 0);
  });
});

describe('quantile', () => {
  it('knows the ranks of the literature', () => {
    // Tabulated for the median of 100 values; the smallest n with an interval for the median is 6.
    expect(intervalRanks(100, 0.5)).toEqual([40, 61]);
    expect(intervalRanks(6, 0.5)).toEqual([1, 6]);
    expect(intervalRanks(5, 0.5)).toBeNull();
  });

  it('has no interval when n is too small for the percentile', () => {
    expect(intervalRanks(71, 0.95)).toBeNull();
    expect(intervalRanks(72, 0.95)).not.toBeNull();
    expect(intervalRanks(367, 0.99)).toBeNull();
    expect(intervalRanks(368, 0.99)).not.toBeNull();
  });

  it('is null, not the maximum, when nothing lies beyond it', () => {
    const sorted = ascending(Array.from({ length: 100 }, (_, index) => 100 - index));
    expect(quantile(sorted, 0.99)?.value).toBe(99);
    expect(quantile(sorted.slice(0, 99), 0.99)).toBeNull();
    expect(quantile(ascending([]), 0.5)).toBeNull();
    expect(quantile(ascending([5]), 0.5)).toBeNull();
  });

  it('takes the nearest rank without floating-point slips', () => {
    const sorted = ascending(Array.from({ length: 1000 }, (_, index) => index + 1));
    expect([0.5, 0.9, 0.95, 0.99].map((q) => quantile(sorted, q)?.value)).toEqual([500, 900, 950, 990]);
  });
});

describe('mean', () => {
  it('knows t', () => {
    expect(studentT(4)).toBeCloseTo(2.776, 1);
    expect(studentT(9)).toBeCloseTo(2.262, 2);
    expect(studentT(30)).toBeCloseTo(2.042, 3);
    expect(studentT(1e9)).toBeCloseTo(1.96, 3);
  });

  it('says when it cannot say', () => {
    expect(meanWithInterval([])).toBeNull();
    expect(meanWithInterval([1, 2])).toEqual({ value: 1.5, interval: null, samples: 2 });
    expect(meanWithInterval([3, 3, 3, 3, 3])).toEqual({ value: 3, interval: [3, 3], samples: 5 });
  });
});

describe('Wilson', () => {
  it('matches published values and the edges', () => {
    const none = shareWithInterval(0, 20);
    expect(none.interval?.[0]).toBe(0);
    expect(none.interval?.[1]).toBeCloseTo(0.161, 3);
    const some = shareWithInterval(10, 100);
    expect(some.interval?.[0]).toBeCloseTo(0.0552, 4);
    expect(some.interval?.[1]).toBeCloseTo(0.1744, 4);
    expect(shareWithInterval(5, 5).interval?.[1]).toBe(1);
    expect(shareWithInterval(0, 0)).toEqual({ value: 0, interval: null, samples: 0 });
  });
});

/**
 * Coverage: over 500 seeded trials the interval holds the truth in about 95%. The standard deviation
 * of that share is 1%; the order-statistic interval is conservative (>= 95%), so 92% to 100% is
 * three of them and any real defect (a one-sided or off-by-one interval) falls outside.
 */
const TRIALS = 500;
const LEAST = 0.92;
const exponential = (random: () => number, count: number, scale = 1) =>
  Array.from({ length: count }, () => -Math.log(1 - random()) * scale);
const trueQuantile = (q: number, scale = 1) => -Math.log(1 - q) * scale;

function coverage(
  trial: (random: () => number) => { interval: readonly [number, number] | null; truth: number },
) {
  const random = seededRandom(20_260_101);
  let covered = 0;
  for (let index = 0; index < TRIALS; index++) {
    const { interval, truth } = trial(random);
    if (interval !== null && interval[0] <= truth && truth <= interval[1]) covered++;
  }
  return covered / TRIALS;
}

describe('coverage of the 95% intervals over 500 trials', () => {
  it.each([
    [0.5, 50],
    [0.9, 200],
    [0.95, 300],
    [0.99, 800],
  ])('quantile %d from %d values', (q, n) => {
    const share = coverage((random) => ({
      interval: quantile(ascending(exponential(random, n)), q)?.interval ?? null,
      truth: trueQuantile(q),
    }));
    expect(share).toBeGreaterThanOrEqual(LEAST);
    expect(share).toBeLessThanOrEqual(0.995);
  });

  it.each([
    [0.5, 200],
    [0.95, 400],
    [0.99, 1200],
  ])('ratio of two quantiles %d, %d values a side', (q, n) => {
    const share = coverage((random) => ({
      interval:
        quantileRatio(ascending(exponential(random, n, 3)), ascending(exponential(random, n)), q, random)
          ?.interval ?? null,
      truth: 3,
    }));
    expect(share).toBeGreaterThanOrEqual(0.91);
    expect(share).toBeLessThanOrEqual(0.985);
  });

  it('mean of 200 skewed values', () => {
    const share = coverage((random) => ({
      interval: meanWithInterval(exponential(random, 200))?.interval ?? null,
      truth: 1,
    }));
    expect(share).toBeGreaterThanOrEqual(LEAST);
    expect(share).toBeLessThanOrEqual(0.98);
  });

  it('share of 3% among 400', () => {
    const share = coverage((random) => {
      const hits = Array.from({ length: 400 }, random).filter((one) => one < 0.03).length;
      return { interval: shareWithInterval(hits, 400).interval, truth: 0.03 };
    });
    expect(share).toBeGreaterThanOrEqual(LEAST);
    expect(share).toBeLessThanOrEqual(0.98);
  });
});

describe('quantileRatio', () => {
  it('is repeatable and says null without evidence', () => {
    const [a, b] = [
      ascending(exponential(seededRandom(1), 200)),
      ascending(exponential(seededRandom(2), 200)),
    ];
    expect(quantileRatio(a, b, 0.5, seededRandom(3))).toEqual(quantileRatio(a, b, 0.5, seededRandom(3)));
    expect(quantileRatio(a, ascending([]), 0.5, seededRandom(3))).toBeNull();
    expect(quantileRatio(a.slice(0, 150), b, 0.99, seededRandom(3))?.interval).toBeNull();
  });
});
