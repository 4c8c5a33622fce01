import { CrossoverError } from '../../errors.ts';
import type { Found } from '../find-sheet.ts';
import type { PriceBook } from '../sheets/book.ts';
import type { Inputs } from './check.ts';
import type { AnswerLine } from './question.ts';

/** What a question counts: quantities by name, for the charges of the platform. */
export interface Counted {
  quantities: Record<string, number>;
  /** Figures that are worth printing but cost nothing by themselves. */
  facts: AnswerLine[];
  warnings: string[];
}

export interface Asked extends Found {
  /** The platform as it was asked for. */
  alias: string;
  inputs: Inputs;
  /** All sheets, for what is priced by another platform's sheet. */
  book: PriceBook;
}

/** The first value that is given. */
export const first = (...values: readonly (number | undefined)[]): number | undefined =>
  values.find((value) => value !== undefined);

export const fact = (meter: string, quantity: number, unit: string): AnswerLine => ({
  meter,
  quantity,
  unit,
  usd: 0,
});

/** The sum of what is defined; undefined when nothing is. */
export const sumOf = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);

/** Only the defined ones. */
export function defined(values: Record<string, number | undefined>): Record<string, number> {
  const entries = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** Ephemeral storage of one instance, in GB, by either of its names. */
export const ephemeralGb = ({ inputs: { numbers: n } }: Asked): number | undefined =>
  first(n.ephemeral_gb, n.ephemeral_mb === undefined ? undefined : n.ephemeral_mb / 1024);

export const isWindows = ({ inputs }: Pick<Asked, 'inputs'>): boolean => inputs.texts.os === 'windows';

export const wrong = (message: string): CrossoverError =>
  new CrossoverError({ code: 'invalid-input', owner: 'yours', message, remedy: 'Correct the named inputs.' });
