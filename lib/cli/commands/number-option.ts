import { InvalidArgumentError } from 'commander';
import { type NumberRead, type NumberSpec, readNumber } from '#lib/domain/numbers/read-number.ts';
import { readNumbers } from '#lib/domain/numbers/read-numbers.ts';

/** @throws InvalidArgumentError, which commander prints with the option's name. */
function givenBy(read: NumberRead): number {
  if (read.kind === 'number') return read.value;
  throw new InvalidArgumentError(read.kind === 'wrong' ? read.problem : 'Give a number.');
}

/** Reads an option's number as people write it: "1 min", "1.5 GB", "40M". */
export const numberOption =
  (spec: NumberSpec) =>
  (text: string): number =>
    givenBy(readNumber(text, spec));

/** Reads several of them: "128, 512, 1 GB". */
export const numbersOption =
  (spec: NumberSpec) =>
  (text: string): number[] =>
    readNumbers(text, spec).map(givenBy);
