import type { Ms } from '../../units.ts';
import { isDense, isEven } from './distances.ts';
import type { TraceOptions } from './format.ts';
import {
  countRank,
  isOfBad,
  isOfGood,
  isOfLog,
  isOfOneRequest,
  mayBeRunningTotal,
  rateUnit,
} from './names.ts';
import { countIn, type DecimalSign, mayBeThousands, numberIn } from './numbers.ts';
import type { Column } from './survey.ts';
import { eitherThousands, namedColumn, type TimeColumn } from './time-column.ts';
import { rewrite, unclear } from './unclear.ts';
import { type TimeUnit, UNIT_MS, unitOfWord } from './units.ts';

/** Where the numbers of requests are and how they are read. */
export interface CountColumn {
  index: number;
  /** Null: not a number of requests, see `wrong`. */
  read(cell: string): number | null;
  wrong: string;
  /** Of a rate: what it is per. Null: the cells are counts. */
  per: Ms | null;
  words: string;
}

/**
 * The column with the number of requests of each row; null: every row is a request.
 * @throws CrossoverError `unclear-trace` where it cannot be told, `no-such-column`
 */
export function countColumn(
  columns: readonly Column[],
  time: TimeColumn,
  samples: readonly (readonly string[])[],
  unnamed: boolean,
  options: TraceOptions,
): CountColumn | null {
  const told = options.countColumn;
  if (told === null) return null;
  const others = columns.filter(({ index }) => !time.indices.includes(index));
  if (told !== undefined) return toldColumn(columns, told);
  return unnamed ? unnamedCount(others, time, samples) : guessedCount(others, time, samples);
}

function toldColumn(columns: readonly Column[], told: string): CountColumn {
  const [, name, word] = /^(.+)\/\s*(\p{L}+)$/u.exec(told) ?? [];
  const exact = columns.find((one) => one.name === told.trim());
  const unit = exact === undefined && word !== undefined ? unitOfWord(word) : null;
  if (unit !== null && name !== undefined) return rates(namedColumn(columns, name), unit);
  const column = exact ?? namedColumn(columns, told);
  const named = rateUnit(column.name);
  const known = named === null ? null : unitOfWord(named);
  return known === null ? counts(column) : rates(column, known);
}

function guessedCount(
  others: readonly Column[],
  time: TimeColumn,
  samples: readonly (readonly string[])[],
): CountColumn | null {
  // Text in a column called "requests/s", such as "5 req/s", is bad rows, which are named.
  const [rate, ...rates_] = others.flatMap((column) => {
    const unit = unitOfWord(rateUnit(column.name) ?? '');
    return unit === null ? [] : [{ column, unit }];
  });
  const ranked = others
    .flatMap((column) => {
      const rank = countRank(column.name);
      // Text in a column called "requests" is bad rows, which are named; in one called "value" it is none of counts.
      const fits = rank !== null && (column.kind === 'number' || rank <= 1);
      return fits ? [{ column, rank }] : [];
    })
    .sort((a, b) => a.rank - b.rank);
  const even = isEven(time, samples);
  const dense = isDense(time, samples);
  const usable = ranked.filter(({ column, rank }) => isLikely(column, rank, others, dense));
  const [best, next] = usable;
  if (best !== undefined) {
    const beside = best.rank === next?.rank ? next.column : rivalOf(best.column, others);
    if (beside !== undefined) throw several([best.column, beside]);
    if (isRunningTotal(best.column)) throw runningTotal(best.column);
    if (isFractional(best.column)) throw fractions(best.column);
    return counts(best.column);
  }
  if (rate !== undefined) {
    const [second] = rates_;
    if (second !== undefined) throw several([rate.column, second.column]);
    return rates(rate.column, rate.unit);
  }
  if (others.some(({ name }) => isOfLog(name))) return null;
  const open = others.filter((one) => isMeasured(one) && !isOfOneRequest(one.name));
  if (open.length > 0 && even) throw perhapsCounts(open);
  const unranked = others.filter((one) => ranked.every(({ column }) => column !== one));
  if (ranked.length > usable.length && !unranked.some(({ name }) => isOfOneRequest(name)))
    throw unclear(`${quoted(ranked.map(({ column }) => column))} may be counts or something else.`, [
      'count',
    ]);
  return null;
}

/** The rank of a name that says nothing of requests: value, total, volume. */
const ANY_VALUE = 3;

/** Values are counts only of intervals that are mostly full, and a sum is none where another column says that it is of seconds or bytes. */
function isLikely({ name }: Column, rank: number, others: readonly Column[], dense: boolean): boolean {
  if (rank >= ANY_VALUE && !dense) return false;
  const unit = others.find((one) => /^units?$/i.test(one.name));
  if (unit === undefined || !/^(sum|total|values?)$/i.test(name)) return true;
  return unit.cells.every((cell) => /^(counts?|none|requests?)$/i.test(cell));
}

/** Another part of the requests, or CloudWatch's other way to count them where the two differ. */
function rivalOf(best: Column, others: readonly Column[]): Column | undefined {
  if (isOfGood(best.name)) return others.find((one) => one.kind === 'number' && isOfBad(one.name));
  if (!/^sum$/i.test(best.name)) return undefined;
  return others.find(
    (one) => /^sample ?count$/i.test(one.name) && one.cells.some((cell, row) => cell !== best.cells[row]),
  );
}

/** Numbers, or numbers with a unit behind each: "5.2 req/s", "1.2 K". */
const isMeasured = ({ kind, cells }: Column): boolean =>
  kind === 'number' ||
  (kind === 'text' && cells.length > 0 && cells.every((cell) => /^[\d.,]+\s*\p{L}*(\/\p{L}+)?$/u.test(cell)));

/** Statuses of HTTP, and the 0 of tools for no answer. */
const STATUSES = new Set(
  '0 100 101 200 201 202 203 204 205 206 207 300 301 302 303 304 307 308 400 401 403 404 405 406 408 409 410 411 412 413 415 416 418 421 422 423 425 426 428 429 431 444 451 460 463 464 499 500 501 502 503 504 505 507 508 511 520 521 522 523 524 525 526'.split(
    ' ',
  ),
);

/** Of columns without names: a time and whole numbers are counts, unless they are the statuses of requests. */
function unnamedCount(
  others: readonly Column[],
  time: TimeColumn,
  samples: readonly (readonly string[])[],
): CountColumn | null {
  // A second time since 1970 is the end of the request, not a number of them.
  const numeric = others.filter(({ kind, epoch }) => kind === 'number' && epoch === null);
  const isStatus = ({ cells }: Column) => cells.every((cell) => STATUSES.has(cell));
  const isMixed = ({ cells }: Column) => new Set(cells).size > 1;
  const [only] = numeric;
  if (only === undefined) return null;
  const status = numeric.find(isStatus);
  if (status !== undefined) {
    if (others.length > 1 || isMixed(status)) return null;
    throw unclear(`Column "${status.name}" without a header may hold statuses or counts.`, ['count']);
  }
  if (others.length === 1 && only.numbers.every((value) => Number.isInteger(value))) return counts(only);
  if (isEven(time, samples)) throw perhapsCounts(numeric);
  return null;
}

/** From so many rows on a rise may be told from chance. */
const FEWEST_RISING = 3;

/** One wrong cell is a bad row; where most are fractions the column is none of counts. */
const isFractional = ({ numbers }: Column): boolean =>
  numbers.filter((value) => !Number.isInteger(value)).length * 2 > numbers.length;

const steps = (numbers: readonly number[]): (readonly [number, number])[] =>
  numbers.slice(1).map((value, row) => [numbers[row] ?? 0, value]);
const falls = (numbers: readonly number[]): number => steps(numbers).filter(([a, b]) => b < a).length;
const rises = (numbers: readonly number[]): boolean => steps(numbers).some(([a, b]) => b > a);
/** After a restart a counter is far below where it was. */
const isAnew = (numbers: readonly number[]): boolean => steps(numbers).every(([a, b]) => b >= a || b < a / 2);

/** A counter since the start of a process falls only when that starts anew. */
const isRunningTotal = ({ name, numbers }: Column): boolean =>
  mayBeRunningTotal(name) &&
  numbers.length >= FEWEST_RISING &&
  falls(numbers) <= numbers.length / 5 &&
  isAnew(numbers) &&
  rises(numbers);

const counts = (column: Column): CountColumn => {
  if (column.mayBeThousands) throw eitherThousands(column);
  const read = column.sign ?? 'point';
  return {
    index: column.index,
    // The first rows had no such cell, so nothing shows what it means.
    read: (cell) => (column.sign === null && mayBeThousands(cell) ? null : countIn(cell, read)),
    wrong: 'the count is not a whole number of 0 or more',
    per: null,
    words: `Requests of each interval are in column "${column.name}"${signWords(column.sign)}.`,
  };
};

const UNIT_SINGULAR: Record<TimeUnit, string> = {
  ...{ ns: 'nanosecond', us: 'microsecond', ms: 'millisecond' },
  ...{ s: 'second', min: 'minute', h: 'hour', d: 'day' },
};

function rates(column: Column, unit: TimeUnit): CountColumn {
  if (column.mayBeThousands && column.delimiter === ';') throw eitherThousands(column);
  const sign = column.sign ?? 'point';
  return {
    index: column.index,
    read(cell) {
      const value = numberIn(cell, sign);
      return value !== null && value >= 0 ? value : null;
    },
    wrong: 'the rate is not a number of 0 or more',
    per: UNIT_MS[unit],
    words: `Column "${column.name}" holds requests per ${UNIT_SINGULAR[unit]}${signWords(column.sign)}: times the interval.`,
  };
}

const signWords = (sign: DecimalSign | null): string =>
  sign === 'comma' ? ', with a comma before decimals' : '';

const quoted = (columns: readonly Column[]): string =>
  columns
    .slice(0, 5)
    .map(({ name }) => `"${name}"`)
    .join(', ');

const several = (columns: readonly Column[]) =>
  unclear(`More than one column may be the number of requests: ${quoted(columns)}.`, ['count']);

const fractions = ({ name }: Column) =>
  unclear(`Column "${name}" holds fractions, so it is a rate or something else, but no count.`, ['count']);

const perhapsCounts = (columns: readonly Column[]) =>
  unclear(
    `The times come at equal distances, so ${quoted(columns)} may be counts, rates or something else.`,
    ['count'],
  );

const runningTotal = ({ name }: Column) =>
  rewrite(
    `Column "${name}" only grows: it seems to count since a start, not in each interval.`,
    'Give the requests of each interval (Prometheus: increase()), or name the column with --count-column NAME (field "Count column") if it is right.',
  );
