import type { BreakEvenPoint, BreakEvens } from '../cost/break-evens.ts';
import type { ChartTable } from './chart-table.ts';
import { formatCount, formatRate, formatUsd } from './format.ts';

type Names = readonly [first: string, second: string];

const nameOf = (names: Names, which: 'first' | 'second'): string => names[which === 'first' ? 0 : 1];

/** Where the cheaper of two platforms changes, in a sentence or two. */
export function breakEvenSentence(names: Names, { points, more, cheaper }: BreakEvens): string {
  const [first] = points;
  if (!first) {
    return `${nameOf(names, cheaper.low)} is cheaper than ${otherOf(names, cheaper.low)} at every traffic from 10^3 to 10^10 requests a month.`;
  }
  const where = `${formatCount(first.requestsPerMonth)} requests a month (${formatRate(first.ratePerSecond)})`;
  const meet =
    first.kind === 'equal'
      ? `${names[0]} and ${names[1]} both cost ${formatUsd(first.usd)} at ${where}`
      : `One more replica turns the order of ${names[0]} and ${names[1]} over at ${where}`;
  const above = `below it ${otherOf(names, first.cheaperAbove)} is cheaper, above it ${nameOf(names, first.cheaperAbove)}`;
  const others = points.length - 1 + more;
  if (others === 0) return `${meet}: ${above}.`;
  return `${meet}: ${above}. Replicas come in whole numbers, so the order changes ${others} more ${others === 1 ? 'time' : 'times'}; at 10^10 requests ${nameOf(names, cheaper.high)} is cheaper.`;
}

const otherOf = (names: Names, which: 'first' | 'second'): string =>
  nameOf(names, which === 'first' ? 'second' : 'first');

/** All points that were solved, one a row. */
export const breakEvenTable = (names: Names, { points }: BreakEvens): ChartTable => ({
  caption: `Where the cheaper of ${names[0]} and ${names[1]} changes`,
  columns: ['Requests a month', 'On average', names[0], names[1], 'Cheaper above'],
  rows: points.map((point) => [
    formatCount(point.requestsPerMonth),
    formatRate(point.ratePerSecond),
    formatUsd(point.usd),
    formatUsd(point.otherUsd),
    nameOf(names, point.cheaperAbove),
  ]),
});

/** The words beside a point on the picture. */
export const pointLabel = ({ requestsPerMonth, usd }: BreakEvenPoint): string =>
  `${formatCount(requestsPerMonth)}, ${formatUsd(usd)}`;
