import { describe, expect, it } from 'vitest';
import { prepareStrips } from './interval-strip.ts';

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
