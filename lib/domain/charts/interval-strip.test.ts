import { describe, expect, it } from 'vitest';
import { prepareFromZero, prepareStrips } from './interval-strip.ts';

const value = (at: number, low = at, high = at) => ({ value: at, interval: [low, high] as const });

describe('prepareStrips', () => {
  it('places all rows on one log axis', () => {
    const [first, second] = prepareStrips([
      { function: value(10, 5, 20), container: value(1) },
      { function: value(100), container: null },
    ]);
    expect(first).toHaveLength(2);
    expect(first?.[0]?.at).toBeCloseTo(0.5);
    expect(first?.[0]?.from).toBeLessThan(0.5);
    expect(first?.[0]?.to).toBeGreaterThan(0.5);
    expect(second).toEqual([{ side: 'function', at: 1, from: 1, to: 1 }]);
  });

  it('has no mark for what is missing or zero', () => {
    expect(prepareStrips([{ function: null, container: value(0) }])).toEqual([[]]);
    expect(prepareStrips([])).toEqual([]);
  });
});

describe('prepareFromZero', () => {
  it('makes lengths comparable: twice the value lies twice as far', () => {
    const marks = prepareFromZero({ function: value(10), container: value(20, 15, 40) });
    expect(marks).toEqual([
      { side: 'function', at: 0.25, from: 0.25, to: 0.25 },
      { side: 'container', at: 0.5, from: 0.375, to: 1 },
    ]);
  });

  it('makes room for what is assumed, apart from the interval', () => {
    const assumed = { value: 10, interval: [9, 11] as const, assumed: [5, 20] as const };
    expect(prepareFromZero({ function: assumed, container: null })).toEqual([
      { side: 'function', at: 0.5, from: 0.45, to: 0.55, assumed: { from: 0.25, to: 1 } },
    ]);
  });

  it('has nothing to place when all is zero', () => {
    expect(prepareFromZero({ function: value(0), container: value(0) })).toEqual([]);
  });
});
