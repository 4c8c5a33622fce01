import { HOURS_PER_MONTH } from '../load/traffic.ts';
import type { PerSecond, Usd } from '../units.ts';
import type { PlatformChoice } from './bill.ts';
import { type CostCurve, curveOf } from './curve.ts';
import { checkUsage } from './month/check-usage.ts';
import { planMonth } from './month/plan.ts';
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
  /** Crossings beyond those; at least so many when there are very many. */
  more: number;
  /** The one that is cheaper at the low and at the high end of the range. */
  cheaper: { low: 'first' | 'second'; high: 'first' | 'second' };
}

export const RANGE = { from: 1e3, to: 1e10 } as const;
const GRID = 350;
const MOST_POINTS = 12;
/** Intervals that are looked at; two bills that grow alike can cross thousands of times. */
const MOST_INTERVALS = 4000;
const CENT = 0.01;

/**
 * Every traffic between 10^3 and 10^10 requests a month at which the cheaper of two platforms changes,
 * solved to the very request. Bills never fall with traffic, so between two points the difference lies
 * between a(low) - b(high) and a(high) - b(low): an interval is split until that excludes a crossing or
 * one request is left. No crossing is missed that way, however the replicas step.
 * @throws CrossoverError as `billOf` does.
 */
export function breakEvens(
  first: PlatformChoice,
  second: PlatformChoice,
  usage: Usage,
  options?: Partial<BillOptions>,
): BreakEvens {
  checkUsage(usage, options);
  const { from, to } = RANGE;
  const grid = Array.from({ length: GRID + 1 }, (_, index) =>
    Math.round(from * (to / from) ** (index / GRID)),
  );
  return crossings(
    curveOf(planMonth(first, usage, options)),
    curveOf(planMonth(second, usage, options)),
    grid,
  );
}

interface Place {
  requests: number;
  a: Usd;
  b: Usd;
}

/** The second one is cheaper, or both cost the same. */
const turned = ({ a, b }: Place): boolean => a >= b;

export function crossings(a: CostCurve, b: CostCurve, grid: readonly number[]): BreakEvens {
  const at = (requests: number): Place => ({ requests, a: a.at(requests), b: b.at(requests) });
  const places = grid.map(at);
  const pairs = turns(places, at);
  const points = pairs.slice(0, MOST_POINTS).map(([below, above]) => pointOf(below, above));
  const cheaper = (place: Place | undefined) => (place !== undefined && turned(place) ? 'second' : 'first');
  return {
    points,
    more: Math.max(0, pairs.length - MOST_POINTS),
    cheaper: { low: cheaper(places[0]), high: cheaper(places.at(-1)) },
  };
}

/** Neighbouring requests between which the order turns, in order. */
function turns(places: readonly Place[], at: (requests: number) => Place): [Place, Place][] {
  const open = places.slice(1).map((high, index): [Place, Place] => [places[index] ?? high, high]);
  open.reverse();
  const found: [Place, Place][] = [];
  let looked = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [low, high] = next;
    if (!mayTurn(low, high)) continue;
    looked++;
    if (high.requests - low.requests <= 1 || looked > MOST_INTERVALS) {
      if (turned(low) !== turned(high)) found.push(next);
      continue;
    }
    const middle = at(Math.floor((low.requests + high.requests) / 2));
    // The lower half is looked at first.
    open.push([middle, high], [low, middle]);
  }
  return found;
}

const mayTurn = (low: Place, high: Place): boolean => low.a < high.b && high.a >= low.b;

function pointOf(below: Place, above: Place): BreakEvenPoint {
  const gap = ({ a, b }: Place) => Math.abs(a - b);
  const nearer = gap(below) < gap(above) ? below : above;
  const equal = gap(nearer) <= CENT;
  // At a step the bills are equal nowhere: the first request of the new order stands for it.
  const { requests, a, b } = equal ? nearer : above;
  return {
    requestsPerMonth: requests,
    ratePerSecond: requests / (HOURS_PER_MONTH * 3600),
    usd: a,
    otherUsd: b,
    kind: equal ? 'equal' : 'step',
    cheaperAbove: turned(above) ? 'second' : 'first',
  };
}
