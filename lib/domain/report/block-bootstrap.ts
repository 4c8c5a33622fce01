import { studentT } from '../statistics/mean.ts';
import { quantileRank } from '../statistics/quantile.ts';
import type { Random, Share } from '../units.ts';

/** The values of one side's blocks, each ascending. */
export type Blocks = readonly Float64Array[];
export type Interval = readonly [low: number, high: number];

/** With fewer blocks, resampling them says next to nothing. */
export const FEWEST_BLOCKS = 4;
const DRAWS = 1000;
/** Quantiles are looked up among at most so many values of all: finer than any interval needs. */
const GRID = 4096;
const Z = 1.959963984540054;

/** All values of the blocks, ascending. */
export function pooled(blocks: Blocks): Float64Array {
  const all = new Float64Array(blocks.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const block of blocks) {
    all.set(block, filled);
    filled += block.length;
  }
  return all.sort();
}

/** What drawing blocks needs, made once for however many quantiles. */
export interface BlockTable {
  grid: Float64Array;
  /** For each block, how many of its values are at most the grid's. */
  atMost: readonly Int32Array[];
  sizes: readonly number[];
}

/** Empty blocks count as blocks here; leave them out before. `all`: what `pooled` makes of them. */
export function blockTable(blocks: Blocks, all: Float64Array = pooled(blocks)): BlockTable {
  const points = Math.min(GRID, all.length);
  const grid = Float64Array.from(
    { length: points },
    (_, at) => all[Math.ceil(((at + 1) / points) * all.length) - 1] ?? 0,
  );
  return {
    grid,
    atMost: blocks.map((block) => countsAtMost(block, grid)),
    sizes: blocks.map(({ length }) => length),
  };
}

function countsAtMost(sorted: Float64Array, grid: Float64Array): Int32Array {
  let seen = 0;
  return Int32Array.from(grid, (value) => {
    while (seen < sorted.length && (sorted[seen] ?? 0) <= value) seen += 1;
    return seen;
  });
}

/** The q-quantile of the blocks put together, each taken as often as its weight says. */
function quantileOf({ grid, atMost, sizes }: BlockTable, weights: Int32Array, q: Share): number {
  const total = sizes.reduce((sum, size, block) => sum + size * (weights[block] ?? 0), 0);
  const wanted = quantileRank(total, q);
  let low = 0;
  let high = grid.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    let count = 0;
    for (let block = 0; block < atMost.length; block++)
      count += (atMost[block]?.[middle] ?? 0) * (weights[block] ?? 0);
    if (count >= wanted) high = middle;
    else low = middle + 1;
  }
  return grid[low] ?? 0;
}

function drawBlocks(count: number, random: Random): Int32Array {
  const weights = new Int32Array(count);
  for (let draw = 0; draw < count; draw++) {
    const block = Math.floor(random() * count);
    weights[block] = (weights[block] ?? 0) + 1;
  }
  return weights;
}

/**
 * 95% of the draws, stretched about the estimate: few blocks make a bootstrap too sure of itself. Never beyond
 * `bounds`, which is all that was seen: where blocks differ a thousandfold a stretch would say minutes of a run of
 * seconds.
 */
function stretched(draws: Float64Array, estimate: number, blocks: number, bounds: Interval): Interval {
  draws.sort();
  const low = draws[Math.floor(draws.length * 0.025)] ?? estimate;
  const high = draws[Math.ceil(draws.length * 0.975) - 1] ?? estimate;
  const factor = Math.sqrt(blocks / (blocks - 1)) * (studentT(blocks - 1) / Z);
  // Latencies and their ratios are positive and skewed: in logarithms the stretch keeps them so.
  const stretch = (end: number) => estimate * (end / estimate) ** factor;
  return [Math.max(bounds[0], stretch(low)), Math.min(bounds[1], stretch(high))];
}

/** The smallest and the largest value of all. */
const seen = ({ grid }: BlockTable): Interval => [grid[0] ?? 0, grid.at(-1) ?? 0];

/**
 * 95% interval of the q-quantile by a cluster bootstrap: whole blocks are drawn with replacement, so
 * whatever changes from block to block (drift of the machine, requests that wait for each other) is in
 * it. Its ends are stretched by sqrt(B/(B-1)) t(B-1)/z for the few blocks there are. Source: Davison &
 * Hinkley, Bootstrap Methods (1997), 3.8; Cameron, Gelbach & Miller (2008) on few clusters. Null with
 * fewer than 4 blocks with values, or when the estimate is 0.
 */
export function blockInterval(
  table: BlockTable,
  q: Share,
  estimate: number,
  random: Random,
): Interval | null {
  const blocks = table.sizes.length;
  if (blocks < FEWEST_BLOCKS || estimate <= 0) return null;
  const draws = Float64Array.from({ length: DRAWS }, () => quantileOf(table, drawBlocks(blocks, random), q));
  return stretched(draws, estimate, blocks, seen(table));
}

/**
 * The same for the ratio of two sides' q-quantiles. Block n of one side ran beside block n of the other,
 * so both are drawn together: a drift that hit both alike cancels out.
 */
export function blockRatioInterval(
  [above, below]: readonly [BlockTable, BlockTable],
  q: Share,
  estimate: number,
  random: Random,
): Interval | null {
  const blocks = above.sizes.length;
  if (blocks < FEWEST_BLOCKS || estimate <= 0) return null;
  const draws = Float64Array.from({ length: DRAWS }, () => {
    const weights = drawBlocks(blocks, random);
    return quantileOf(above, weights, q) / quantileOf(below, weights, q);
  });
  const [one, other] = [seen(above), seen(below)];
  const bounds = [one[0] / other[1], one[1] / other[0]] as const;
  return draws.every(Number.isFinite) ? stretched(draws, estimate, blocks, bounds) : null;
}

/** The wider end on each side: neither kind of uncertainty may hide the other. */
export const wider = (one: Interval, other: Interval | null): Interval =>
  other === null ? one : [Math.min(one[0], other[0]), Math.max(one[1], other[1])];
