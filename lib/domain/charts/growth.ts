import type { GrowthMonth } from '../cost/projection.ts';
import type { Side } from '../execution/executor.ts';
import type { Usd } from '../units.ts';
import type { ChartTable } from './chart-table.ts';
import { formatCount, formatUsd } from './format.ts';
import { type ChartLine, dashOf, type LineChartModel } from './line-chart.ts';

export interface GrowthInput {
  /** In the order of each month's dollars. */
  platforms: readonly { id: string; name: string; letter: string; side: Side }[];
  pair: readonly [string, string] | null;
  /** Growth in words: "5% a month". */
  rate: string;
  months: readonly GrowthMonth[];
  budgetUsd: Usd | null;
}

const TICK_MONTHS = 6;

/** The bill of every month while traffic grows, from zero dollars up. */
export function prepareGrowth(input: GrowthInput): LineChartModel {
  const { months, platforms, pair, budgetUsd } = input;
  const last = months.at(-1)?.month ?? 1;
  const most = Math.max(...months.flatMap(({ usd }) => usd), budgetUsd ?? 0, 0.01);
  const ticks = dollarTicks(most);
  const seen: Record<Side, number> = { function: 0, container: 0 };
  const lines = platforms.map((platform, index): ChartLine => {
    const dash = dashOf(seen[platform.side]);
    seen[platform.side] += 1;
    const values = months.map(({ usd }) => usd[index] ?? null);
    return {
      ...platform,
      dash,
      strong: pair?.includes(platform.id) ?? false,
      values,
      texts: values.map((value) => formatUsd(value ?? Number.NaN)),
    };
  });
  return {
    x: { scale: 'linear', domain: [0, Math.max(1, last)], ticks: monthTicks(last) },
    y: {
      scale: 'linear',
      domain: [0, ticks.at(-1) ?? 1],
      ticks: ticks.map((at) => ({ at, label: formatUsd(at) })),
    },
    grid: months.map(({ month }) => month),
    titles: months.map(titleOf),
    lines,
    marks: [],
    own: null,
    limit: budgetUsd === null ? null : { y: budgetUsd, label: `budget ${formatUsd(budgetUsd)}` },
    summary: summary(input),
    table: table(input),
  };
}

const titleOf = ({ month, requestsPerMonth }: GrowthMonth): string =>
  `${monthWords(month)}, ${formatCount(requestsPerMonth)} requests`;

const monthWords = (month: number): string => (month === 0 ? 'now' : `month ${month}`);

const monthTicks = (last: number) =>
  Array.from({ length: Math.floor(last / TICK_MONTHS) + 1 }, (_, index) => {
    const at = index * TICK_MONTHS;
    return { at, label: at === 0 ? 'now' : `${at} mo` };
  });

const NICE = [1, 2, 2.5, 5, 10];
const TICKS = 5;

/** From zero to just above the most. */
function dollarTicks(most: Usd): number[] {
  const rough = most / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (NICE.find((one) => one * power >= rough * (1 - 1e-9)) ?? 10) * power;
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, index) =>
    Number((index * step).toPrecision(6)),
  );
}

function summary({ platforms, pair, rate, months, budgetUsd }: GrowthInput): string {
  const [now, then] = [months[0], months.at(-1)];
  if (!now || !then) return '';
  const traffic = `At ${rate} traffic goes from ${formatCount(now.requestsPerMonth)} to ${formatCount(then.requestsPerMonth)} requests in ${then.month} months.`;
  const shown = platforms.flatMap((platform, index) =>
    pair?.includes(platform.id) ? [{ ...platform, index }] : [],
  );
  const bills = shown.map(({ name, index }) => {
    const sum = months.slice(1).reduce((total, { usd }) => total + (usd[index] ?? 0), 0);
    return `${name} from ${formatUsd(now.usd[index] ?? 0)} to ${formatUsd(then.usd[index] ?? 0)} a month, ${formatUsd(sum)} over all of them${passing(months, index, budgetUsd)}`;
  });
  const grow = bills.length === 0 ? '' : `${bills.join('; ')}.`;
  return [traffic, grow, turning(shown, months)].filter(Boolean).join(' ');
}

function passing(months: readonly GrowthMonth[], index: number, budgetUsd: Usd | null): string {
  if (budgetUsd === null) return '';
  const first = months.find(({ usd }) => (usd[index] ?? 0) > budgetUsd);
  if (!first) return ', never above the budget';
  return first.month === 0 ? ', above the budget now' : `, above the budget from month ${first.month}`;
}

/** The month from which the other of the two is cheaper. */
function turning(shown: readonly { name: string; index: number }[], months: readonly GrowthMonth[]): string {
  const [a, b] = shown;
  const now = months[0];
  if (!a || !b || !now) return '';
  const aCheaper = ({ usd }: GrowthMonth) => (usd[a.index] ?? 0) < (usd[b.index] ?? 0);
  const turn = months.find((month) => aCheaper(month) !== aCheaper(now));
  const winner = aCheaper(now) ? b : a;
  return turn
    ? `${winner.name} becomes the cheaper of the two in month ${turn.month}.`
    : 'The cheaper of the two stays the cheaper.';
}

const table = ({ platforms, months }: GrowthInput): ChartTable => ({
  caption: 'Dollars of each month while traffic grows',
  columns: ['Month', 'Requests', ...platforms.map(({ letter, name }) => `${letter} ${name}`)],
  rows: months.map(({ month, requestsPerMonth, usd }) => [
    month === 0 ? 'now' : String(month),
    formatCount(requestsPerMonth),
    ...platforms.map((_, index) => formatUsd(usd[index] ?? Number.NaN)),
  ]),
});
