import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import { spread } from './spread.ts';

describe('spread', () => {
  it('leaves labels alone that have room', () => {
    expect(spread([10, 50, 90], 15, 0, 100)).toEqual([10, 50, 90]);
  });

  it('moves labels of one place apart around it, in the order of the input', () => {
    expect(spread([50, 50], 10, 0, 100)).toEqual([45, 55]);
    expect(spread([60, 50, 50], 10, 0, 100)).toEqual([
      expect.closeTo(63.3, 1),
      expect.closeTo(43.3, 1),
      expect.closeTo(53.3, 1),
    ]);
  });

  it('keeps labels inside at both ends', () => {
    expect(spread([0, 0, 0], 10, 0, 100)).toEqual([0, 10, 20]);
    expect(spread([100, 100], 10, 0, 100)).toEqual([90, 100]);
  });

  it('gives less room to each when there are too many', () => {
    expect(spread([50, 50, 50, 50, 50], 40, 0, 100)).toEqual([0, 25, 50, 75, 100]);
  });

  it('never lets two overlap, leave the room or change their order, whatever is asked', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 200; round += 1) {
      const wanted = Array.from({ length: 1 + Math.floor(random() * 20) }, () => random() * 300);
      const placed = spread(wanted, 14, 0, 300);
      const pairs = wanted.map((want, index) => ({ want, at: placed[index] ?? Number.NaN }));
      pairs.sort((a, b) => a.at - b.at);
      for (const [index, { want, at }] of pairs.entries()) {
        const above = pairs[index - 1];
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(300 + 1e-9);
        if (above) expect(at - above.at).toBeGreaterThanOrEqual(14 - 1e-9);
        if (above) expect(want).toBeGreaterThanOrEqual(above.want);
      }
    }
  });

  it('has nothing to place for nothing', () => {
    expect(spread([], 10, 0, 100)).toEqual([]);
  });
});
