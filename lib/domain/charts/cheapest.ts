import type { Usd } from '../units.ts';

/** A platform's monthly cost as a function of its requests; null where it cannot be priced. */
export interface CostLine {
  id: string;
  at: (requestsPerMonth: number) => Usd | null;
  /** The same at each place of the grid, when it is known already. */
  values?: readonly (Usd | null)[];
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
    const here = cheapest(lines, (line) => line.values?.[index] ?? line.at(requests));
    const before = grid[index - 1];
    if (here === null || here.id === ranges.at(-1)?.id) continue;
    if (before === undefined || ranges.length === 0) ranges.push({ ...here, requests });
    else ranges.push(changeBetween(lines, before, requests, here.id));
  }
  return ranges;
}

export const cheapestAt = (lines: readonly CostLine[], requests: number) =>
  cheapest(lines, (line) => line.at(requests));

function cheapest(
  lines: readonly CostLine[],
  costOf: (line: CostLine) => Usd | null,
): { id: string; usd: Usd } | null {
  let best: { id: string; usd: Usd } | null = null;
  for (const line of lines) {
    const usd = costOf(line);
    if (usd !== null && (best === null || usd < best.usd)) best = { id: line.id, usd };
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
