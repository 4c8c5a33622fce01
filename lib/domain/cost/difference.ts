import type { Bill, BillDifference } from './assessment.ts';

/**
 * How much more the second one costs, with an interval (95%) from those of both bills by the method of variance
 * estimates recovery, which keeps uneven ends as those of whole tasks are: the far ends' distances are added in
 * quadrature. Source: Zou & Donner, Construction of confidence limits about effect measures (2008). The sides take
 * turns on one machine, so a drift moves both bills the same way and makes this rather too wide than too narrow.
 */
export function billDifference(first: Ends, second: Ends): BillDifference {
  const usd = second.totalUsd - first.totalUsd;
  const up = Math.hypot(above(second), below(first));
  const down = Math.hypot(below(second), above(first));
  return { usd, interval: [usd - down, usd + up] };
}

type Ends = Pick<Bill, 'totalUsd' | 'interval'>;
const above = ({ totalUsd, interval }: Ends): number => interval[1] - totalUsd;
const below = ({ totalUsd, interval }: Ends): number => totalUsd - interval[0];
