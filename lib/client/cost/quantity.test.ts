import { describe, expect, it } from 'vitest';
import { checkQuantity, fromStep, toStep } from './quantity.ts';

const REQUESTS = { least: 1, most: 1e12, whole: true };
const EGRESS = { least: 0, most: 1000, whole: false };

describe('checkQuantity', () => {
  it('names the nearest value that can be used', () => {
    expect(checkQuantity(1e18, REQUESTS, 5)).toEqual({ value: 1e12, problem: 'At most 1,000,000,000,000.' });
    expect(checkQuantity(-4, REQUESTS, 5)).toEqual({ value: 1, problem: 'At least 1.' });
    expect(checkQuantity(2.6, REQUESTS, 5)).toEqual({ value: 3, problem: 'A whole number only.' });
    expect(checkQuantity(Number.POSITIVE_INFINITY, REQUESTS, 5).value).toBe(1e12);
  });

  it('falls back to the beginning for what is no number', () => {
    expect(checkQuantity(Number.NaN, REQUESTS, 5)).toEqual({ value: 5, problem: 'This is not a number.' });
  });

  it('leaves alone what can be used', () => {
    expect(checkQuantity(42, REQUESTS, 5)).toEqual({ value: 42, problem: null });
  });
});

describe('a slider', () => {
  it('goes from end to end', () => {
    expect([fromStep(0, REQUESTS, 240), fromStep(240, REQUESTS, 240)]).toEqual([1, 1e12]);
    expect([fromStep(0, EGRESS, 100), fromStep(100, EGRESS, 100)]).toEqual([0, 1000]);
  });

  it('stands where a value is, and never falls when moved up', () => {
    let before = -1;
    for (let step = 0; step <= 240; step += 1) {
      const value = fromStep(step, EGRESS, 240);
      expect(value).toBeGreaterThanOrEqual(before);
      expect(Math.abs(toStep(value, EGRESS, 240) - step)).toBeLessThanOrEqual(2);
      before = value;
    }
  });
});
