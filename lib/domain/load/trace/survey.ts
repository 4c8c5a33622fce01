import { clockIn, dateIn, hasSlashes, type SlashOrder, slashOrderOf } from './dates.ts';
import type { TraceHead } from './format.ts';
import { countRank, rateUnit, timeRank, wordsOf } from './names.ts';
import { type DecimalSign, decimalSignOf, mayBeThousands, numberIn } from './numbers.ts';
import { epochUnit, type TimeUnit } from './units.ts';

/** What a column holds, by its first rows. */
export interface Column {
  index: number;
  name: string;
  kind: 'date' | 'clock' | 'number' | 'text';
  /** The first cells that are not empty. */
  cells: readonly string[];
  /** Those that are numbers. */
  numbers: readonly number[];
  /** Null: no cell shows it. */
  sign: DecimalSign | null;
  /** A cell may be one with three decimals or a thousand, and no other cell shows which. */
  mayBeThousands: boolean;
  /** Spreadsheets that write decimals with a comma part the columns by semicolons. */
  delimiter: string;
  slashes: SlashOrder | null;
  /** The unit in which all of its numbers lie between 2001 and 2100. */
  epoch: TimeUnit | null;
}

/** The columns of a file in their order. */
export const survey = ({ header, samples, delimiter }: TraceHead): Column[] =>
  header.map((name, index) => {
    const cells = samples.map((row) => row[index]?.trim() ?? '').filter((cell) => cell !== '');
    const sign = decimalSignOf(cells, delimiter);
    const open = sign === null && cells.some(mayBeThousands);
    const numbers = cells.flatMap((cell) => numberIn(cell, sign ?? 'point') ?? []);
    const slashes = slashOrderOf(cells.filter(hasSlashes));
    const kind = kindOf(name.trim(), cells, numbers.length, slashes);
    return {
      index,
      name: name.trim(),
      kind,
      cells,
      numbers,
      sign,
      mayBeThousands: open,
      delimiter,
      slashes,
      epoch: epochOf(numbers),
    };
  });

function kindOf(
  name: string,
  cells: readonly string[],
  numbers: number,
  slashes: SlashOrder | null,
): Column['kind'] {
  const dates = cells.filter((cell) => isDate(name, cell, slashes)).length;
  const clocks = cells.filter((cell) => clockIn(cell) !== null).length;
  const most = Math.max(dates, clocks, numbers);
  // A column that is called after what it holds may have more bad cells than good ones: they are named later.
  const named = timeRank(name) !== null || countRank(name) !== null || rateUnit(name) !== null;
  if (most === 0 || (most * 2 < cells.length && !named)) return 'text';
  return dates === most ? 'date' : clocks === most ? 'clock' : 'number';
}

/** Eight digits are a day only where the name says so; days with slashes are one in whatever order. */
const isDate = (name: string, cell: string, slashes: SlashOrder | null): boolean =>
  /^\d{8}$/.test(cell)
    ? wordsOf(name).some((word) => /^(date|datetime|day)s?$/.test(word)) && dateIn(cell) !== null
    : hasSlashes(cell) || dateIn(cell, slashes ?? undefined) !== null;

function epochOf(numbers: readonly number[]): TimeUnit | null {
  const units = new Set(numbers.map(epochUnit));
  const [only] = units;
  return units.size === 1 && only !== undefined ? only : null;
}
