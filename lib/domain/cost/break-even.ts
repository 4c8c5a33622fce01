import { HOURS_PER_MONTH } from '../load/traffic.ts';
import type { Usd } from '../units.ts';
import type { CostAssessment } from './assessment.ts';

/** Requests a month between which the bills are compared. */
export const FROM = 1e3;
export const TO = 1e10;

export interface Totals {
  functionUsd: Usd;
  containerUsd: Usd;
}

export interface BreakEven {
  point: CostAssessment['breakEven'];
  reason: string;
}

/** `count` + 1 whole numbers, evenly spaced in the logarithm. */
export const logSpaced = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, index) => Math.round(from * (to / from) ** (index / count)));

const dearer = (totals: Totals): boolean => totals.functionUsd >= totals.containerUsd;

const GRID = 100 * 7;

/**
 * The lowest number of requests a month at which the cheaper side changes. The container's bill jumps
 * whenever a task is added, so the difference is no smooth function: a fine grid brackets the first
 * change of sign, then bisection over whole requests finds the very request. Because the function's
 * bill grows without jumps and the container's jumps only upwards, both are equal there to a cent.
 */
export function breakEven(totals: (requestsPerMonth: number) => Totals): BreakEven {
  const grid = logSpaced(FROM, TO, GRID);
  const signs = grid.map((requests) => dearer(totals(requests)));
  const changes = signs.flatMap((sign, index) => (index > 0 && sign !== signs[index - 1] ? [index] : []));
  const first = changes[0];
  if (first === undefined) return { point: null, reason: never(signs[0] ?? false) };
  const requestsPerMonth = bisect(grid[first - 1] ?? FROM, grid[first] ?? TO, (n) => dearer(totals(n)));
  const ratePerSecond = requestsPerMonth / (HOURS_PER_MONTH * 3600);
  return {
    point: { ratePerSecond, requestsPerMonth, usd: totals(requestsPerMonth).functionUsd },
    reason: crossing(signs[first] ?? true, changes.length),
  };
}

/** Smallest n in (low, high] whose sign is that of high. */
function bisect(low: number, high: number, sign: (n: number) => boolean): number {
  const target = sign(high);
  let [below, above] = [low, high];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (sign(middle) === target) above = middle;
    else below = middle;
  }
  return above;
}

const never = (functionDearer: boolean): string =>
  functionDearer
    ? 'Containers are cheaper at every rate from 10^3 to 10^10 requests a month.'
    : 'Functions are cheaper at every rate from 10^3 to 10^10 requests a month: the tasks needed grow as fast as the bill for requests.';

const crossing = (functionDearerAbove: boolean, changes: number): string => {
  const base = functionDearerAbove
    ? 'Below this rate functions are cheaper, above it containers are.'
    : 'Below this rate containers are cheaper, above it functions are.';
  if (changes === 1) return base;
  return `${base} Tasks come in whole numbers, so the bills cross ${changes} times; this is the first.`;
};
