import { CrossoverError } from '../../errors.ts';
import type { Ms } from '../../units.ts';
import { clockIn, dateIn, hasSlashes } from './dates.ts';
import type { TraceOptions } from './format.ts';
import { guessedTime } from './guess-time.ts';
import { mayBeThousands, numberIn } from './numbers.ts';
import type { Column } from './survey.ts';
import { unitOf } from './time-unit.ts';
import { columnList, rewrite } from './unclear.ts';
import { UNIT_MS, UNIT_WORDS } from './units.ts';

/** Where the times are and how they are read. */
export interface TimeColumn {
  /** Of the column, and of the one with the time of the day where that is another one. */
  indices: readonly number[];
  /** Null: not a time. */
  read(cells: readonly string[]): Ms | null;
  words: string;
  /** Length of an interval where the column itself names it: hours, days. */
  step: Ms | null;
  /** Days alone: nobody knows when on that day. */
  daysOnly: boolean;
}

/** The column with the times. @throws CrossoverError `no-time-column`, `unclear-trace`, `no-such-column` */
export function timeColumn(columns: readonly Column[], unnamed: boolean, options: TraceOptions): TimeColumn {
  const told = options.timeColumn;
  const column = told === undefined ? guessedTime(columns, unnamed) : namedColumn(columns, told);
  if (column.kind === 'date') return dateColumn(column, columns);
  if (column.kind === 'clock') return clockColumn(column);
  return numberColumn(column, options);
}

/** A column by its header, or by its number from 1 on. @throws CrossoverError `no-such-column` */
export function namedColumn(columns: readonly Column[], name: string): Column {
  const found = columns.find((one) => one.name === name.trim()) ?? columns[Number(name) - 1];
  if (found !== undefined) return found;
  throw new CrossoverError({
    code: 'no-such-column',
    owner: 'yours',
    message: `There is no column "${name}".`,
    remedy: `Name one of: ${columnList(columns.map((one) => one.name))}.`,
  });
}

function numberColumn(column: Column, options: TraceOptions): TimeColumn {
  const { index, name } = column;
  if (column.mayBeThousands && column.delimiter === ';') throw eitherThousands(column);
  const { unit, since1970 } = unitOf(column, options);
  const sign = column.sign ?? 'point';
  return {
    indices: [index],
    read(cells) {
      const value = numberIn(cells[index] ?? '', sign);
      return value === null ? null : value * UNIT_MS[unit];
    },
    words: `Times are in column "${name}"; numbers in it are ${UNIT_WORDS[unit]}${since1970 ? ' since 1970, UTC' : ''}${column.mayBeThousands ? ', a point in them is a decimal point' : ''}.`,
    step: ['min', 'h', 'd'].includes(unit) && column.numbers.every(Number.isInteger) ? UNIT_MS[unit] : null,
    daysOnly: false,
  };
}

/** 1.000 in a list of times is a second and three decimals in an English file; in one with semicolons it may be a thousand. */
export const eitherThousands = ({ name, cells }: Column): CrossoverError => {
  const cell = cells.find(mayBeThousands) ?? '';
  return rewrite(
    `"${cell}" in column "${name}" may be ${cell.replace(',', '.')} with three decimals or ${cell.replace(/[.,]/, ',')}, a thousand and more.`,
    'Write the numbers without separators between thousands, and decimals with a point.',
  );
};

const DAY_MS = 86_400_000;

function dateColumn(column: Column, columns: readonly Column[]): TimeColumn {
  const { index, name, cells } = column;
  if (cells.some(hasSlashes) && column.slashes === null) throw slashed(column);
  const order = column.slashes ?? undefined;
  const read = (row: readonly string[]) => dateIn(row[index] ?? '', order);
  const found = cells.flatMap((cell) => dateIn(cell, order) ?? []);
  const noZone = found.every(({ hasZone }) => hasZone) ? '' : '; what is without a zone is UTC';
  const days = found.every(({ hasTime }) => !hasTime);
  const partner = days ? clockOf(column, columns) : null;
  if (partner !== null) {
    return {
      indices: [index, partner.column.index],
      read(row) {
        const [day, clock] = [read(row), partner.read(row[partner.column.index] ?? '')];
        return day === null || clock === null ? null : day.at + clock;
      },
      words: `Times are the dates in column "${name}" with ${partner.words} in column "${partner.column.name}", UTC.`,
      step: partner.step,
      daysOnly: false,
    };
  }
  return {
    indices: [index],
    read: (row) => read(row)?.at ?? null,
    words: `Times are the ${days ? 'days' : 'dates'} in column "${name}"${noZone}.`,
    step: days ? DAY_MS : null,
    daysOnly: days,
  };
}

/** The time of the day in a column of its own. */
function clockOf({ index }: Column, columns: readonly Column[]) {
  const clock = columns.find((one) => one.kind === 'clock');
  if (clock !== undefined) return { column: clock, read: clockIn, words: 'the time', step: null };
  const hour = columns.find(
    (one) =>
      one.index !== index &&
      /^(hour|hours|hr|h)$/i.test(one.name) &&
      one.numbers.length > 0 &&
      one.numbers.every((value) => Number.isInteger(value) && value >= 0 && value < 24),
  );
  if (hour === undefined) return null;
  const read = (cell: string): Ms | null => {
    const value = numberIn(cell);
    return value === null ? null : value * UNIT_MS.h;
  };
  return { column: hour, read, words: 'the hour', step: UNIT_MS.h };
}

function slashed({ name, cells }: Column): CrossoverError {
  const cell = cells.find(hasSlashes) ?? '';
  return rewrite(
    `The dates in column "${name}" cannot be told: is "${cell}" written day first or month first?`,
    'Write them as 2026-03-01.',
  );
}

/** Times of a day without a date: an hour that comes after a later one would be of another day. */
function clockColumn({ index, name, cells }: Column): TimeColumn {
  const at = cells.flatMap((cell) => clockIn(cell) ?? []);
  if (at.some((one, row) => one < (at[row - 1] ?? 0)))
    throw rewrite(
      `The times of the day in column "${name}" go back, and no column has their dates.`,
      'Write each time with its date: 2026-03-01T10:00:00Z.',
    );
  return {
    indices: [index],
    read: (cells) => clockIn(cells[index] ?? ''),
    words: `Times are the times of a day in column "${name}".`,
    step: null,
    daysOnly: false,
  };
}
