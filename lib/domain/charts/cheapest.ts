import type { Usd } from '../units.ts';

/** A platform's monthly cost as a function of its requests; null where it cannot be priced. */
export interface CostLine {
  id: string;
  at: (requestsPerMonth: number) => Usd | null;
}

/** Which platform is cheapest from here on; `usd` is what it costs there. */
export interface CheapestFrom {
  id: string;
  requests: number;
  usd: Usd;
}

/**
 * Which of the lines is cheapest over the grid's range, and at which whole number of requests that
 * changes: a change between two places of the grid is found by bisection. A platform that is cheapest
 * only between two neighbours of the grid is not seen. At equal cost the earlier line counts.
 */
export function cheapestRanges(lines: readonly CostLine[], grid: readonly number[]): CheapestFrom[] {
  const ranges: CheapestFrom[] = [];
  for (const [index, requests] of grid.entries()) {
    const here = cheapestAt(lines, requests);
    const before = grid[index - 1];
    if (here === null || here.id === ranges.at(-1)?.id) continue;
    if (before === undefined || ranges.length === 0) ranges.push({ ...here, requests });
    else ranges.push(changeBetween(lines, before, requests, here.id));
  }
  return ranges;
}

export function cheapestAt(lines: readonly CostLine[], requests: number): { id: string; usd: Usd } | null {
  let best: { id: string; usd: Usd } | null = null;
  for (const { id, at } of lines) {
    const usd = at(requests);
    if (usd !== null && (best === null || usd < best.usd)) best = { id, usd };
  }
  return best;
}

/** The smallest whole number above `low` at which `id` is cheapest. */
function changeBetween(lines: readonly CostLine[], low: number, high: number, id: string): CheapestFrom {
  let [below, above] = [Math.floor(low), Math.ceil(high)];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (cheapestAt(lines, middle)?.id === id) above = middle;
    else below = middle;
  }
  return { id, requests: above, usd: cheapestAt(lines, above)?.usd ?? 0 };
}
