import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import { countTicks, logDomain, logPosition, logTicks } from './axis.ts';

describe('logDomain', () => {
  it.each([
    [
      [3.2, 87],
      [2, 100],
    ],
    [
      [1, 10],
      [1, 10],
    ],
    [
      [0, -4],
      [1, 10],
    ],
    [[0.03], [0.02, 0.05]],
    [[100], [50, 200]],
  ])('of %j is %j', (values, domain) => expect(logDomain(values)).toEqual(domain));

  it('always holds every value and has two different ends', () => {
    const random = seededRandom(3);
    for (let trial = 0; trial < 500; trial++) {
      const values = Array.from({ length: 4 }, () => 10 ** (random() * 10 - 4));
      const [low, high] = logDomain(values);
      expect(low).toBeLessThan(high);
      expect(low).toBeLessThanOrEqual(Math.min(...values) * 1.000001);
      expect(high).toBeGreaterThanOrEqual(Math.max(...values) * 0.999999);
    }
  });
});

describe('logTicks', () => {
  it('uses 1-2-5 steps on a short axis and decades on a long one', () => {
    expect(logTicks([2, 50])).toEqual([2, 5, 10, 20, 50]);
    expect(logTicks([1, 10_000])).toEqual([1, 10, 100, 1000, 10_000]);
  });

  it('has between two and seven ticks over any range of at least a decade', () => {
    for (let power = 1; power <= 12; power++) {
      const ticks = logTicks([1, 10 ** power]);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(7);
    }
  });
});

describe('countTicks', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [23, [0, 5, 10, 15, 20, 25]],
  ])('for at most %d are %j', (max, ticks) => expect(countTicks(max)).toEqual(ticks));
});

describe('logPosition', () => {
  it('is even in the logarithm and stays on the axis', () => {
    expect(logPosition(10, [1, 100])).toBeCloseTo(0.5);
    expect(logPosition(0, [1, 100])).toBe(0);
    expect(logPosition(1000, [1, 100])).toBe(1);
  });
});
