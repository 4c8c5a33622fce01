import { describe, expect, it } from 'vitest';
import { ascending } from '../statistics/quantile.ts';
import { summariseBlocks } from './summary.ts';

/** Milliseconds where there was room, seconds where a burst had to wait: no block is like another. */
const bursty = [3, 900, 4, 9_000].map((slow, block) =>
  ascending(Array.from({ length: 120 }, (_, n) => (n % 5 === 0 ? slow : 3 + block / 10) + n / 1000)),
);

describe('percentiles of blocks that differ a thousandfold', () => {
  const { p50, p90, p95, p99, max } = summariseBlocks(bursty, 1);
  const found = [p50, p90, p95, p99];

  it('have intervals within what was seen', () => {
    for (const one of found) {
      expect(one?.interval?.[0]).toBeGreaterThanOrEqual(bursty[0]?.[0] ?? Number.NaN);
      expect(one?.interval?.[1]).toBeLessThanOrEqual(max ?? Number.NaN);
    }
  });

  it('have bounds that rise with the percentile, each about its value', () => {
    for (const end of [0, 1] as const) {
      const bounds = found.map((one) => one?.interval?.[end] ?? Number.NaN);
      expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
    }
    for (const one of found) {
      const [low, high] = one?.interval ?? [Number.NaN, Number.NaN];
      expect(low <= (one?.value ?? 0) && (one?.value ?? 0) <= high).toBe(true);
    }
  });

  it('are the same wherever the same requests are summarised', () => {
    summariseBlocks(bursty.slice(1), 1);
    expect(summariseBlocks(bursty, 1)).toEqual({
      p50,
      p90,
      p95,
      p99,
      max,
      mean: summariseBlocks(bursty, 1).mean,
    });
  });
});
