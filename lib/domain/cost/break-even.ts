import type { BreakEven } from './assessment.ts';
import type { PlatformChoice } from './bill.ts';
import { type BreakEvens, breakEvens } from './break-evens.ts';
import type { BillOptions } from './options.ts';
import type { Usage } from './usage.ts';

export type FirstBreakEven = Pick<BreakEven, 'point' | 'reason'>;

/** The lowest number of requests a month at which the cheaper side changes, and what that means in a sentence or two. */
export const firstBreakEven = (
  functions: PlatformChoice,
  containers: PlatformChoice,
  usage: Usage,
  options?: Partial<BillOptions>,
): FirstBreakEven => told(breakEvens(functions, containers, usage, options));

/** The first one is the function. */
export function told({ points, more, cheaper }: BreakEvens): FirstBreakEven {
  const [first] = points;
  if (first === undefined) return { point: null, reason: NEVER[cheaper.low] };
  const { ratePerSecond, requestsPerMonth, usd, kind } = first;
  return {
    point: { ratePerSecond, requestsPerMonth, usd, kind },
    reason: [
      ABOVE[first.cheaperAbove],
      ...(kind === 'step' ? [STEP] : []),
      ...(points.length + more === 1 ? [] : [several(points.length, more)]),
    ].join(' '),
  };
}

const NEVER = {
  second: 'Containers are cheaper at every rate from 10^3 to 10^10 requests a month.',
  first:
    'Functions are cheaper at every rate from 10^3 to 10^10 requests a month: the tasks needed grow as fast as the bill for requests.',
} as const;
const ABOVE = {
  second: 'Below this rate functions are cheaper, above it containers are.',
  first: 'Below this rate containers are cheaper, above it functions are.',
} as const;
const STEP = 'One more task turns the order over there: the bills are equal at no rate nearby.';

const several = (listed: number, more: number): string =>
  `Tasks come in whole numbers, so the bills cross ${more > 0 ? 'at least ' : ''}${listed + more} times; this is the first.`;
