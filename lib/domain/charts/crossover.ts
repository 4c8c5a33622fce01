import type { BreakEvens } from '../cost/break-evens.ts';
import type { Side } from '../execution/executor.ts';
import type { Usd } from '../units.ts';
import { logDomain, logTicks } from './axis.ts';
import { breakEvenSentence, pointLabel } from './break-even-words.ts';
import type { ChartTable } from './chart-table.ts';
import type { CheapestFrom } from './cheapest.ts';
import { formatCount, formatUsd, NO_VALUE } from './format.ts';
import { type ChartLine, dashOf, type LineChartModel } from './line-chart.ts';

export interface CrossoverPlatform {
  id: string;
  /** Stands for it wherever it is spoken of; platforms without a price keep theirs. */
  letter: string;
  name: string;
  side: Side;
  /** Dollars a month at each place of the grid; null where it cannot be priced. */
  values: readonly (Usd | null)[];
}

export interface CrossoverInput {
  grid: readonly number[];
  platforms: readonly CrossoverPlatform[];
  /** Ids of the two that are compared. */
  pair: readonly [string, string] | null;
  /** Where the cheaper of these two changes, solved; null without a pair. */
  breakEvens: BreakEvens | null;
  cheapest: readonly CheapestFrom[];
  /** Requests a month of the workload. */
  own: number;
}

// A log axis has no zero: what costs less than a cent a month is drawn as a cent.
const LEAST_USD = 0.01;
/** More names than this on one picture cover it; the table has them all. */
const MOST_MARKS = 4;

/** Cost against traffic of up to 20 platforms, log-log, with the points where two bills meet. */
export function prepareCrossover(input: CrossoverInput): LineChartModel {
  const { grid, own } = input;
  const drawn = input.platforms.map(({ values }) =>
    values.map((value) => (value === null ? null : Math.max(LEAST_USD, value))),
  );
  const low = grid[0] ?? 1;
  const high = grid.at(-1) ?? 10;
  const usd = logDomain(drawn.flat().filter((value) => value !== null));
  const points = input.breakEvens?.points ?? [];
  const within = points.filter(({ requestsPerMonth: at }) => at >= low && at <= high);
  return {
    x: { scale: 'log', domain: [low, high], ticks: ticks(logTicks([low, high], 8), formatCount) },
    y: { scale: 'log', domain: usd, ticks: ticks(logTicks(usd, 8), formatUsd) },
    grid,
    get titles() {
      return grid.map((requests) => `${formatCount(requests)} requests a month`);
    },
    lines: linesOf(input, drawn),
    marks: within.slice(0, MOST_MARKS).map((point) => ({
      x: point.requestsPerMonth,
      y: Math.max(LEAST_USD, point.usd),
      label: pointLabel(point),
    })),
    own: own >= low && own <= high ? { x: own, label: `your traffic: ${formatCount(own)}` } : null,
    limit: null,
    summary: summary(input),
    table: table(input),
  };
}

const ticks = (values: readonly number[], write: (value: number) => string) =>
  values.map((at) => ({ at, label: write(at) }));

function linesOf({ platforms, pair }: CrossoverInput, drawn: readonly (number | null)[][]): ChartLine[] {
  const seen: Record<Side, number> = { function: 0, container: 0 };
  return platforms.map(({ id, letter, name, side, values }, index) => {
    const dash = dashOf(seen[side]);
    seen[side] += 1;
    return {
      id,
      name,
      side,
      dash,
      letter,
      strong: pair?.includes(id) ?? false,
      values: drawn[index] ?? [],
      get texts() {
        return values.map((value) => formatUsd(value ?? Number.NaN));
      },
    };
  });
}

function summary({ platforms, pair, cheapest, breakEvens }: CrossoverInput): string {
  const nameOf = (id: string) => platforms.find((platform) => platform.id === id)?.name ?? id;
  const parts = cheapest.map(({ id, requests }, index) =>
    index === 0 ? nameOf(id) : `${nameOf(id)} from ${formatCount(requests)}`,
  );
  const who = parts.length === 0 ? '' : `Cheapest with rising traffic: ${parts.join(', then ')}.`;
  const meeting =
    pair === null || breakEvens === null
      ? ''
      : breakEvenSentence([nameOf(pair[0]), nameOf(pair[1])], breakEvens);
  return [who, meeting].filter(Boolean).join(' ');
}

/** Rows of the table: one in this many places of the grid, and its ends. */
const ROWS = 30;

function table({ grid, platforms }: CrossoverInput): ChartTable {
  const every = Math.max(1, Math.floor((grid.length - 1) / ROWS));
  const rows = grid.flatMap((requests, index) =>
    index % every === 0 || index === grid.length - 1
      ? [
          [
            formatCount(requests),
            ...platforms.map(({ values }) => {
              const value = values[index];
              return value === null || value === undefined ? NO_VALUE : formatUsd(value);
            }),
          ],
        ]
      : [],
  );
  const columns = platforms.map(({ letter, name }) => `${letter} ${name}`);
  return {
    caption: 'Dollars a month against requests a month',
    columns: ['Requests a month', ...columns],
    rows,
  };
}
