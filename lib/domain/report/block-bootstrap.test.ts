import { describe, expect, it } from 'vitest';
import { ascending, quantile } from '../statistics/quantile.ts';
import { type Random, seededRandom } from '../units.ts';
import {
  type BlockTable,
  blockInterval,
  blockRatioInterval,
  blockTable,
  pooled,
  wider,
} from './block-bootstrap.ts';

const gauss = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Blocks of log-normal latencies about 10 ms whose level changes from block to block. */
const blocksOf = (random: Random, count: number, between: number) =>
  Array.from({ length: count }, () => {
    const level = 10 * Math.exp(between * gauss(random));
    return ascending(Array.from({ length: 100 }, () => level * Math.exp(0.3 * gauss(random))));
  });

const holds = (interval: readonly [number, number] | null | undefined, value: number) =>
  interval !== null && interval !== undefined && interval[0] <= value && value <= interval[1];

describe('an interval that respects blocks', () => {
  it('holds the true median where one that takes requests as independent is far too sure', () => {
    const random = seededRandom(3);
    const runs = Array.from({ length: 150 }, () => {
      const blocks = blocksOf(random, 6, 0.2);
      const naive = quantile(pooled(blocks), 0.5);
      const own = blockInterval(blockTable(blocks), 0.5, naive?.value ?? 0, random);
      return { naive: holds(naive?.interval, 10), own: holds(own, 10) };
    });
    const share = (of: 'naive' | 'own') => runs.filter((run) => run[of]).length / runs.length;
    expect(share('naive')).toBeLessThan(0.6);
    expect(share('own')).toBeGreaterThan(0.89);
  });

  it('cancels a drift that hit both sides alike', () => {
    const random = seededRandom(5);
    const base = blocksOf(random, 8, 0);
    const drifted = base.map(
      (block, at) =>
        [block.map((ms) => ms * 2 * 3 ** (at / 8)), block.map((ms) => ms * 3 ** (at / 8))] as const,
    );
    const tables = [0, 1].map((side) =>
      blockTable(drifted.map((pair) => Float64Array.from(pair[side] ?? []))),
    ) as [BlockTable, BlockTable];
    const [low, high] = blockRatioInterval(tables, 0.5, 2, random) ?? [0, 0];
    expect(low).toBeCloseTo(2, 1);
    expect(high).toBeCloseTo(2, 1);
  });

  it('is not made of fewer than four blocks, nor about a zero', () => {
    const random = seededRandom(1);
    expect(blockInterval(blockTable(blocksOf(random, 3, 0.1)), 0.5, 10, random)).toBeNull();
    expect(blockInterval(blockTable(blocksOf(random, 6, 0.1)), 0.5, 0, random)).toBeNull();
  });

  it('never narrows another', () => {
    expect(wider([2, 3], [1, 2.5])).toEqual([1, 3]);
    expect(wider([2, 3], null)).toEqual([2, 3]);
  });
});
