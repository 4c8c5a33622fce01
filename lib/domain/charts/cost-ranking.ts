import type { Side } from '../execution/executor.ts';
import type { Usd } from '../units.ts';
import { formatCount, formatTimes, formatUsd } from './format.ts';
import { formatUsdRange } from './money-range.ts';

/** What the bill of one chosen platform says, as far as platforms are compared. */
export interface Ranked {
  id: string;
  letter: string;
  name: string;
  side: Side;
  usd: Usd;
  interval: readonly [Usd, Usd];
  /** Nobody new can have it: closed to new customers or ended. */
  gone: boolean;
}

export interface RankingRow extends Ranked {
  /** "$41 to $47". */
  range: string;
  /** Against the cheapest that one can have; null for that one and where it costs nothing. */
  times: string | null;
  /** Ends of the interval and the value on a scale from zero that all rows share, 0 to 1. */
  at: { from: number; value: number; to: number };
}

export interface Ranking {
  /** The answer in one sentence. */
  sentence: string;
  /** Cheapest first; what nobody new can have stands in its place but is never the answer. */
  rows: readonly RankingRow[];
  cheapest: RankingRow | null;
}

export function rankCosts(priced: readonly Ranked[], requestsPerMonth: number): Ranking {
  const sorted = [...priced].sort((a, b) => a.usd - b.usd);
  const best = sorted.find(({ gone }) => !gone);
  const most = Math.max(...sorted.map(({ interval }) => interval[1]), 0.01);
  const rows = sorted.map((one) => ({
    ...one,
    range: formatUsdRange(one.interval),
    times: best && one.id !== best.id && best.usd > 0 ? formatTimes(one.usd / best.usd) : null,
    at: { from: one.interval[0] / most, value: one.usd / most, to: one.interval[1] / most },
  }));
  const open = rows.filter(({ gone }) => !gone);
  return { sentence: sentence(open, requestsPerMonth), rows, cheapest: open[0] ?? null };
}

const overlap = (a: RankingRow, b: RankingRow): boolean =>
  a.interval[0] <= b.interval[1] && b.interval[0] <= a.interval[1];

function sentence(open: readonly RankingRow[], requestsPerMonth: number): string {
  const [first, second] = open;
  const when = `At ${formatCount(requestsPerMonth)} requests a month`;
  if (!first) return 'None of the chosen platforms can be priced for this workload.';
  if (!second) return `${when} ${first.name} costs ${first.range}.`;
  const rest = open.slice(1).filter((row) => overlap(first, row));
  if (rest.length > 0) {
    const names = [first, ...rest].map(({ name }) => name);
    return `${when} the cheapest cannot be told apart: ${listed(names)} cost about ${formatUsd(first.usd)}.`;
  }
  const dearest = open.at(-1) ?? second;
  const next =
    first.usd > 0
      ? `${second.name}, the next, costs ${formatTimes(second.usd / first.usd).replace('×', 'times')} as much`
      : `${second.name}, the next, costs ${second.range}`;
  const last = dearest === second ? '' : `, ${dearest.name}, the dearest, ${dearest.range}`;
  return `${when} ${first.name} is cheapest with ${first.range}; ${next}${last}.`;
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
