import type { TraceOptions } from './format.ts';
import { wordsOf } from './names.ts';
import type { Column } from './survey.ts';
import { unclear } from './unclear.ts';
import { isStepName, type TimeUnit, UNIT_WORDS, unitNamed } from './units.ts';

/** The unit of a column's numbers, and whether they count from 1970. */
export interface ColumnUnit {
  unit: TimeUnit;
  since1970: boolean;
}

/** From here on a number is more than thirty years of seconds, so that seconds are no longer the likely unit. */
const LARGE = 1e9;

/** Days since 1899-12-30 of the years 2000 and 2100, as a spreadsheet keeps dates. */
const SERIAL_DAYS = [36_526, 73_050] as const;

/**
 * Told, or from the digits (a time since 1970 lies between 2001 and 2100 in one unit only), or from the name; plain small
 * numbers are seconds. @throws CrossoverError `unclear-trace` where name and digits contradict each other, or say nothing.
 */
export function unitOf(column: Column, { unit }: TraceOptions): ColumnUnit {
  const { name, numbers, epoch } = column;
  if (unit !== undefined) return { unit, since1970: epoch === unit };
  const named = unitNamed(name);
  if (epoch !== null) {
    if (named !== null && named !== epoch && !isStepName(name)) throw contradiction(name, named, epoch);
    return { unit: epoch, since1970: true };
  }
  if (named !== null) return { unit: named, since1970: false };
  if (isSerial(column)) return { unit: 'd', since1970: false };
  if (numbers.some((value) => Math.abs(value) >= LARGE)) throw tooLarge(name, numbers);
  return { unit: 's', since1970: false };
}

/** Whether the numbers are a spreadsheet's days. @throws CrossoverError where they may as well be seconds. */
function isSerial({ name, numbers }: Column): boolean {
  const [least, most] = SERIAL_DAYS;
  if (numbers.length === 0 || !numbers.every((value) => value >= least && value < most)) return false;
  if (wordsOf(name).some((word) => /^(date|datetime|day)s?$/.test(word))) return true;
  if (!numbers.some((value) => !Number.isInteger(value))) return false;
  throw unclear(`The numbers in column "${name}" may be seconds, or days as a spreadsheet keeps them.`, [
    'unit',
  ]);
}

const contradiction = (name: string, named: TimeUnit, epoch: TimeUnit) =>
  unclear(
    `Column "${name}" is called after ${UNIT_WORDS[named]}, but its numbers are ${UNIT_WORDS[epoch]} since 1970.`,
    ['unit'],
  );

const tooLarge = (name: string, numbers: readonly number[]) =>
  unclear(
    `The unit of column "${name}" cannot be told: ${Math.max(...numbers)} is too much for seconds, and not all of its numbers lie between 2001 and 2100 in one unit since 1970.`,
    ['unit'],
  );
