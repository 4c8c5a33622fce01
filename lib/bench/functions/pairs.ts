import type { Ms } from '#lib/domain/units.ts';

/** The middle value; of an even number the higher middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export interface Pairs {
  /** Median of the ratios of a pair, other / base. */
  ratio: number;
  base: number;
  other: number;
}

/**
 * Takes base and other turn by turn, so that whatever else the machine does meets both; the order changes with
 * every pair. The first pair only warms up.
 */
export async function pairs(
  count: number,
  base: () => Promise<number>,
  other: () => Promise<number>,
): Promise<Pairs> {
  const taken: [base: number, other: number][] = [];
  for (let index = 0; index <= count; index += 1) {
    if (index % 2 === 0) taken.push([await base(), await other()]);
    else taken.push((await inOrder(other, base)).toReversed() as [number, number]);
  }
  const counted = taken.slice(1);
  return {
    ratio: median(counted.map(([one, two]) => two / one)),
    base: median(counted.map(([one]) => one)),
    other: median(counted.map(([, two]) => two)),
  };
}

const inOrder = async (first: () => Promise<number>, second: () => Promise<number>): Promise<number[]> => [
  await first(),
  await second(),
];

export const ms = (value: Ms): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ms`;
