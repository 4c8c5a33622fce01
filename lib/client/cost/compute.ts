import { type CheapestFrom, cheapestRanges } from '#lib/domain/charts/cheapest.ts';
import { type Ranking, rankCosts } from '#lib/domain/charts/cost-ranking.ts';
import { letterOf } from '#lib/domain/charts/line-chart.ts';
import type { PlatformChoice } from '#lib/domain/cost/bill.ts';
import { billOf } from '#lib/domain/cost/bill-of.ts';
import { type BreakEvens, breakEvens } from '#lib/domain/cost/break-evens.ts';
import { costCurve, costCurves } from '#lib/domain/cost/curve.ts';
import type { BillOptions } from '#lib/domain/cost/options.ts';
import {
  type BudgetAlarm,
  budgetAlarm,
  type EventCost,
  growth,
  retryLoop,
  spike,
} from '#lib/domain/cost/projection.ts';
import { type Sensitivity, sensitivity } from '#lib/domain/cost/sensitivity.ts';
import { ageWarning } from '#lib/domain/cost/sheets/age.ts';
import type { PriceBook } from '#lib/domain/cost/sheets/book.ts';
import type { Usage } from '#lib/domain/cost/usage.ts';
import { toProblem } from '#lib/domain/errors.ts';
import { isPriced, type Priced, type Result, splitKey } from './results.ts';
import type { Pair } from './selection.ts';
import type { Future, WhatIf } from './what-if.ts';

/** Everything the page works out is pure arithmetic of the domain; here it is asked for all chosen platforms. */

/** The bill of each chosen platform, or why it has none. */
export function resultsOf(
  keys: readonly string[],
  { usage, options, maxAgeDays }: Pick<WhatIf, 'usage' | 'options' | 'maxAgeDays'>,
  today: Date,
): Result[] {
  return keys.map((key, index) => {
    const { platform, region } = splitKey(key);
    const sheet = options.book?.sheets[key];
    const named = {
      key,
      letter: letterOf(index),
      name: sheet?.name ?? platform,
      side: sheet?.kind === 'function' ? ('function' as const) : ('container' as const),
      currency: sheet?.currency ?? ('USD' as const),
    };
    try {
      const bill = billOf(platform, region, usage, options);
      const age =
        options.book && sheet
          ? ageWarning(sheet, options.book.sources, { wall: () => today }, maxAgeDays)
          : null;
      const warnings = age === null ? bill.warnings : [...bill.warnings, age];
      return { ...named, bill: { ...bill, warnings }, problem: null };
    } catch (error) {
      return { ...named, bill: null, problem: toProblem(error) };
    }
  });
}

export const rankingOf = (results: readonly Result[], requestsPerMonth: number): Ranking =>
  rankCosts(
    results.filter(isPriced).map(({ key, letter, name, side, bill }) => ({
      id: key,
      letter,
      name,
      side,
      usd: bill.totalUsd,
      interval: bill.interval,
      gone: bill.status?.state === 'ended' || bill.status?.state === 'closed',
    })),
    requestsPerMonth,
  );

const FROM = 1e3;
const TO = 1e10;
const PER_DECADE = 30;

/** Requests a month, even in the logarithm: 10^3 to 10^10, and further where the own traffic is. */
export function gridAround(own: number): number[] {
  const low = Math.min(FROM, 10 ** Math.floor(Math.log10(Math.max(1, own))));
  const high = Math.max(TO, 10 ** Math.ceil(Math.log10(Math.max(1, own))));
  const count = Math.round(Math.log10(high / low) * PER_DECADE);
  return Array.from({ length: count + 1 }, (_, index) => Math.round(low * (high / low) ** (index / count)));
}

/** Dollars of each priced platform at each place of the grid. */
export function seriesOf(
  results: readonly Result[],
  usage: Usage,
  options: BillOptions,
  grid: readonly number[],
) {
  const priced = results.filter(isPriced);
  const series = costCurves(
    priced.map(({ key }) => splitKey(key)),
    usage,
    grid,
    options,
  );
  return priced.map(({ key, letter, name, side }, index) => ({
    id: key,
    letter,
    name,
    side,
    values: grid.map((_, place) => series[index]?.usd[place] ?? null),
  }));
}

/** Who is cheapest from how many requests on; what nobody new can have does not count. */
export function cheapestOf(
  results: readonly Result[],
  usage: Usage,
  options: BillOptions,
  grid: readonly number[],
  series: readonly { id: string; values: readonly (number | null)[] }[],
): CheapestFrom[] {
  const open = results
    .filter(isPriced)
    .filter(({ bill: { status } }) => status?.state !== 'ended' && status?.state !== 'closed');
  const lines = open.map(({ key }) => {
    const { platform, region } = splitKey(key);
    const values = series.find(({ id }) => id === key)?.values;
    return { id: key, at: costCurve(platform, region, usage, options).at, ...(values ? { values } : {}) };
  });
  return cheapestRanges(lines, grid);
}

/** Prices on a bill that a user changed or added, in words. */
export function ownPriceNotes(result: Result, book: PriceBook): string[] {
  if (!isPriced(result)) return [];
  const own = result.bill.lines.filter(({ source }) => source === 'user' || source.startsWith('own-'));
  if (own.length === 0) return [];
  const meters = [
    ...new Set(own.map(({ meter, source }) => `${meter} (${book.sources[source]?.title ?? source})`)),
  ];
  return [`Priced with your own figures: ${meters.join('; ')}.`];
}

const choiceOf = (key: string): PlatformChoice => splitKey(key);

/** Where the cheaper of two changes; null without two. */
export function breakEvensOf(pair: Pair | null, usage: Usage, options: BillOptions): BreakEvens | null {
  return pair && breakEvens(choiceOf(pair[0]), choiceOf(pair[1]), usage, options);
}

export const sensitivityOf = (pair: Pair, usage: Usage, options: BillOptions): Sensitivity =>
  sensitivity(choiceOf(pair[0]), choiceOf(pair[1]), usage, options);

export const growthOf = (priced: readonly Priced[], usage: Usage, percent: number, options: BillOptions) =>
  growth(
    priced.map(({ key }) => choiceOf(key)),
    usage,
    percent / 100,
    options,
  );

/** What goes wrong in a month, on one platform. */
export interface Trouble {
  result: Priced;
  spike: EventCost;
  loop: EventCost;
  alarm: BudgetAlarm;
}

export const troublesOf = (
  priced: readonly Priced[],
  usage: Usage,
  future: Future,
  options: BillOptions,
): Trouble[] =>
  priced.map((result) => {
    const choice = choiceOf(result.key);
    const { spikeTimes: times, spikeHours, loopCallers: callers, loopHours } = future;
    return {
      result,
      spike: spike(choice, usage, { times, hours: spikeHours }, options),
      loop: retryLoop(choice, usage, { callers, hours: loopHours }, options),
      alarm: budgetAlarm(result.bill),
    };
  });
