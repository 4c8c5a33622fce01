import { describe, expect, it } from 'vitest';
import { average, record, type Window } from './window.ts';

describe('windows', () => {
  it('weigh each stretch by its length and cut the one that is partly outside', () => {
    let window: Window = [];
    for (const [now, value] of [
      [1_000, 9],
      [5_000, 1],
      [6_000, 5],
    ] as const)
      window = record(window, now, value, 60_000);
    expect(average(window, 6_000, 60_000)).toBeCloseTo((9 + 4 * 1 + 5) / 6);
    expect(average(window, 6_000, 2_000)).toBeCloseTo((1 + 5) / 2);
    expect(average([], 0, 1_000)).toBe(0);
  });
});
