import { describe, expect, it } from 'vitest';
import { BlockRandom } from './block-random.ts';

const N = 200_000;
const filled = (fill: (out: Float64Array) => void, count = N): Float64Array => {
  const out = new Float64Array(count);
  fill(out);
  return out;
};
const exponential = (seed: number, stream = 0) =>
  filled((out) => new BlockRandom(seed, stream).exponential(out, out.length, 1));

/** Kolmogorov-Smirnov distance between a sample and a distribution function. */
function distance(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.slice().sort();
  return sorted.reduce((far, x, index) => {
    const expected = cdf(x);
    return Math.max(far, Math.abs(expected - index / N), Math.abs(expected - (index + 1) / N));
  }, 0);
}
/** Beyond this a sample of N is not of the distribution, wrong once in 10,000 times. */
const CRITICAL = 2.23 / Math.sqrt(N);

describe('BlockRandom', () => {
  it.each([1, 2, 0xffffffff])('draws exponential numbers, the tail included (seed %i)', (seed) => {
    const values = exponential(seed);
    expect(distance(values, (x) => 1 - Math.exp(-x))).toBeLessThan(CRITICAL);
    // Beyond 8 the numbers come from the tail of the ziggurat: 67 of 200,000, standard deviation 8.2.
    const tail = values.filter((x) => x > 8).length;
    expect(Math.abs(tail - N * Math.exp(-8))).toBeLessThan(5 * 8.2);
  });

  it('draws uniform numbers in [0, 1)', () => {
    const values = filled((out) => new BlockRandom(3).uniform(out, out.length));
    expect(distance(values, (x) => x)).toBeLessThan(CRITICAL);
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
  });

  it('makes numbers that do not depend on the one before', () => {
    const values = exponential(5);
    const products = values.slice(1).map((x, index) => (x - 1) * ((values[index] ?? 0) - 1));
    const correlation = products.reduce((sum, x) => sum + x, 0) / products.length;
    expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(N));
  });

  it('repeats itself for a seed and a stream, and for no other', () => {
    expect(exponential(1)).toEqual(exponential(1));
    expect(exponential(1).slice(0, 8)).not.toEqual(exponential(2).slice(0, 8));
    expect(exponential(1, 0).slice(0, 8)).not.toEqual(exponential(1, 1).slice(0, 8));
  });

  it('gives the same numbers in blocks of any size', () => {
    const [whole, parts] = [new BlockRandom(9), new BlockRandom(9)];
    const inOne = filled((out) => whole.exponential(out, 1000, 2), 1000);
    const inParts = filled((out) => {
      for (let at = 0; at < 1000; at += 50) parts.exponential(out.subarray(at, at + 50), 50, 2);
    }, 1000);
    expect(inParts).toEqual(inOne);
  });
});
