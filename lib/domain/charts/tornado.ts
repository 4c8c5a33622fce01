import type { Sensitivity, SensitivityRow } from '../cost/sensitivity.ts';
import type { Usd } from '../units.ts';
import type { ChartTable } from './chart-table.ts';
import { formatUsd } from './format.ts';

/** How the difference of two bills moves when one thing changes, longest bar first. */
export interface Tornado {
  ticks: readonly { at: number; label: string }[];
  /** Where both cost the same; null when that is off the picture. */
  zero: number | null;
  /** The difference as it is now. */
  base: { at: number; label: string };
  rows: readonly TornadoRow[];
  summary: string;
  table: ChartTable;
}

export interface TornadoRow {
  factor: string;
  measured: boolean;
  /** The cheaper platform changes between the ends. */
  turns: boolean;
  /** Both ends from left to right: where, what it means, and the difference there. */
  ends: readonly [TornadoEnd, TornadoEnd];
  /** The bar in pieces, by who is cheaper there. */
  pieces: readonly { from: number; to: number; cheaper: 'first' | 'second' }[];
}

export interface TornadoEnd {
  at: number;
  label: string;
  text: string;
}

type Names = readonly [first: string, second: string];

const MOST_ROWS = 10;
const TICKS = 5;

/** @param names of the two platforms; places are from 0 at the left to 1 at the right, second less first. */
export function prepareTornado({ base, rows }: Sensitivity, names: Names): Tornado {
  const shown = rows.slice(0, MOST_ROWS);
  const [low, high] = ends([base.difference, 0, ...shown.flatMap(({ difference }) => difference)]);
  const at = (usd: Usd) => (usd - low) / (high - low);
  return {
    ticks: ticksOf(low, high).map((usd) => ({ at: at(usd), label: signed(usd) })),
    zero: at(0),
    base: { at: at(base.difference), label: wordsOf(base.difference, names) },
    rows: shown.map((row) => rowOf(row, at)),
    summary: summary(base.difference, shown, names),
    table: table(rows, names),
  };
}

/** A little room around what there is; never a point. */
function ends(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.04, 0.01);
  return [low - room, high + room];
}

const STEPS = [1, 2, 5, 10];

function ticksOf(low: number, high: number): number[] {
  const rough = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((one) => one * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) => (first + index) * step);
}

const signed = (usd: number): string =>
  Math.abs(usd) < 1e-9 ? 'equal' : `${usd > 0 ? '+' : '-'}${formatUsd(Math.abs(usd))}`;

function rowOf(
  { factor, ends: labels, difference, origin, turns }: SensitivityRow,
  at: (usd: Usd) => number,
): TornadoRow {
  const both = difference
    .map((usd, index) => ({ usd, label: labels[index] ?? '' }))
    .sort((a, b) => a.usd - b.usd);
  const [left, right] = [both[0] ?? { usd: 0, label: '' }, both[1] ?? { usd: 0, label: '' }];
  const end = ({ usd, label }: typeof left): TornadoEnd => ({ at: at(usd), label, text: signed(usd) });
  return {
    factor,
    turns,
    measured: origin === 'measured',
    ends: [end(left), end(right)],
    pieces: piecesOf(left.usd, right.usd).map(({ from, to, cheaper }) => ({
      from: at(from),
      to: at(to),
      cheaper,
    })),
  };
}

/** Above zero the second costs more, so the first is cheaper. */
function piecesOf(from: Usd, to: Usd): { from: Usd; to: Usd; cheaper: 'first' | 'second' }[] {
  if (from >= 0) return [{ from, to, cheaper: 'first' }];
  if (to <= 0) return [{ from, to, cheaper: 'second' }];
  return [
    { from, to: 0, cheaper: 'second' },
    { from: 0, to, cheaper: 'first' },
  ];
}

function wordsOf(difference: Usd, [first, second]: Names): string {
  if (Math.abs(difference) < 0.005) return `${first} and ${second} cost the same`;
  const cheaper = difference > 0 ? first : second;
  return `${cheaper} is ${formatUsd(Math.abs(difference))} cheaper`;
}

function summary(difference: Usd, rows: readonly SensitivityRow[], names: Names): string {
  const now = `${wordsOf(difference, names)} a month.`;
  const turning = rows.filter(({ turns }) => turns).map(({ factor }) => factor.toLowerCase());
  if (rows.length === 0) return `${now} Nothing that was tried moves it.`;
  if (turning.length === 0) return `${now} None of these changes turns that over.`;
  return `${now} That turns over with ${turning.length === 1 ? '' : 'any of '}${turning.join(', ')}.`;
}

const table = (rows: readonly SensitivityRow[], [first, second]: Names): ChartTable => ({
  caption: 'Dollars a month when one thing changes and all else stays',
  columns: ['What changes', 'To', first, second, `${second} less ${first}`],
  rows: rows.flatMap((row) =>
    ([0, 1] as const).map((end) => [
      row.factor,
      row.ends[end],
      formatUsd(row.first[end]),
      formatUsd(row.second[end]),
      signed(row.difference[end]),
    ]),
  ),
});
