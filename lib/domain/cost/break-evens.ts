import { HOURS_PER_MONTH } from '../load/traffic.ts';
import type { PerSecond, Usd } from '../units.ts';
import type { PlatformChoice } from './bill.ts';
import { type CostCurve, curveOf } from './curve.ts';
import { checkUsage } from './month/check-usage.ts';
import { type MonthPlan, planMonth } from './month/plan.ts';
import { trafficClasses } from './month/traffic-classes.ts';
import type { BillOptions } from './options.ts';
import type { Usage } from './usage.ts';

export interface BreakEvenPoint {
  requestsPerMonth: number;
  ratePerSecond: PerSecond;
  /** Dollars a month on the first platform there. */
  usd: Usd;
  /** On the second one; equal to a cent unless the kind is `step`. */
  otherUsd: Usd;
  /** `step`: one more replica turns the order over at this request, the bills are not equal there. */
  kind: 'equal' | 'step';
  /** Which of the two is cheaper just above it. */
  cheaperAbove: 'first' | 'second';
}

export interface BreakEvens {
  /** The lowest MOST_POINTS of them, in order. */
  points: readonly BreakEvenPoint[];
  /** Crossings beyond those. */
  more: number;
  /** The one that is cheaper at the low and at the high end of the range. */
  cheaper: { low: 'first' | 'second'; high: 'first' | 'second' };
}

export const RANGE = { from: 1e3, to: 1e10 } as const;
const GRID = 2000;
/** Steps of replicas that are looked at one by one. */
const STEPS = 40;
const MOST_POINTS = 12;
const CENT = 0.01;

/**
 * Every traffic between 10^3 and 10^10 requests a month at which the cheaper of two platforms changes,
 * solved to the very request. A grid that is fine in the logarithm, together with the requests at which
 * each of the first replicas is added, brackets the changes of sign; bisection finds each.
 * @throws CrossoverError as `billOf` does.
 */
export function breakEvens(
  first: PlatformChoice,
  second: PlatformChoice,
  usage: Usage,
  options?: Partial<BillOptions>,
): BreakEvens {
  checkUsage(usage, options);
  const plans = [planMonth(first, usage, options), planMonth(second, usage, options)] as const;
  const [a, b] = [curveOf(plans[0]), curveOf(plans[1])];
  return crossings(a, b, gridOf(plans));
}

export function crossings(a: CostCurve, b: CostCurve, grid: readonly number[]): BreakEvens {
  const dearer = (requests: number) => a.at(requests) >= b.at(requests);
  const signs = grid.map(dearer);
  const changes = signs.flatMap((sign, index) => (index > 0 && sign !== signs[index - 1] ? [index] : []));
  const points = changes.slice(0, MOST_POINTS).map((index) => {
    const requests = bisect(grid[index - 1] ?? RANGE.from, grid[index] ?? RANGE.to, dearer);
    return pointAt(requests, a, b);
  });
  const cheaper = (sign: boolean | undefined) => (sign ? 'second' : 'first');
  return {
    points,
    more: Math.max(0, changes.length - MOST_POINTS),
    cheaper: { low: cheaper(signs[0]), high: cheaper(signs.at(-1)) },
  };
}

function pointAt(requests: number, a: CostCurve, b: CostCurve): BreakEvenPoint {
  // The sign changes between two neighbouring requests: take the one where the bills are closer.
  const gap = (at: number) => Math.abs(a.at(at) - b.at(at));
  const at = gap(requests - 1) < gap(requests) ? requests - 1 : requests;
  const [usd, otherUsd] = [a.at(at), b.at(at)];
  return {
    requestsPerMonth: at,
    ratePerSecond: at / (HOURS_PER_MONTH * 3600),
    usd,
    otherUsd,
    kind: Math.abs(usd - otherUsd) <= CENT ? 'equal' : 'step',
    cheaperAbove: a.at(requests) >= b.at(requests) ? 'second' : 'first',
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

function gridOf(plans: readonly MonthPlan[]): number[] {
  const { from, to } = RANGE;
  const even = Array.from({ length: GRID + 1 }, (_, index) =>
    Math.round(from * (to / from) ** (index / GRID)),
  );
  const steps = plans.flatMap(stepsOf).filter((requests) => requests >= from && requests <= to);
  return [...new Set([...even, ...steps])].sort((x, y) => x - y);
}

/** The requests just before and just after each of the first replicas is added in each class of hours. */
function stepsOf({ month, context }: MonthPlan): number[] {
  const capacity = month.replicas?.capacity ?? 0;
  if (capacity <= 0) return [];
  return trafficClasses(1, context.usage.shape).flatMap(({ peak }) =>
    Array.from({ length: STEPS }, (_, index) => Math.floor(((index + 1) * capacity) / peak)).flatMap(
      (requests) => [requests, requests + 1],
    ),
  );
}
