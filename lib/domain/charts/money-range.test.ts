import { describe, expect, it } from 'vitest';
import { formatUsdRange } from './money-range.ts';

describe('formatUsdRange', () => {
  it.each([
    [[41.37, 46.91], '$41 to $47'],
    [[43.61, 44.08], '$43.60 to $44.10'],
    [[1234, 1890], '$1,200 to $1,900'],
    [[0.0412, 0.0467], '$0.041 to $0.047'],
    [[0, 3.2], '$0 to $4'],
    // A bill that is at least $43 is not "$0".
    [[43.7, 280], '$40 to $300'],
    [[0.0093, 2.4], '$0.009 to $3'],
    [[999_000, 1_250_000], '$900,000 to $1.3M'],
  ] as const)('%j is written %s', (interval, text) => {
    expect(formatUsdRange(interval)).toBe(text);
  });

  it('is one value when both ends are the same', () => {
    expect(formatUsdRange([41.2, 41.2])).toBe('$41.20');
    expect(formatUsdRange([0, 0])).toBe('$0');
    expect(formatUsdRange([41.2, 41.2001])).toBe('$41.20');
  });

  it('never leaves out what was inside', () => {
    for (const [low, high] of [
      [0.123, 0.456],
      [9.99, 10.01],
      [99.5, 200.4],
      [5, 50_000],
    ] as const) {
      const [from, to] = formatUsdRange([low, high])
        .split(' to ')
        .map((text) => Number(text.replace(/[$,]/g, '')));
      expect(from).toBeLessThanOrEqual(low);
      expect(to).toBeGreaterThanOrEqual(high);
    }
  });
});
