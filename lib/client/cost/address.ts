import {
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
  type SingleParserBuilder,
} from 'nuqs';
import { FRONT_DOORS, PARTS } from '#lib/domain/cost/options.ts';
import { specOfLabel } from '#lib/domain/numbers/labels.ts';
import { numberOrNaN, readNumber } from '#lib/domain/numbers/read-number.ts';
import { TRAFFIC_SHAPES } from '#lib/domain/workload/workload.ts';
import { FIELD_KEYS, type FieldKey, fieldOf } from './fields.ts';

/**
 * The address of a what-if: only what differs from where the page began, so that an address stays
 * short and says what was changed. A number that is none is kept as NaN and named beside its field.
 */

const number = (key: FieldKey) =>
  createParser<number>({
    parse: (text) => {
      const { unit, whole } = fieldOf(key);
      return numberOrNaN(readNumber(text, specOfLabel(unit, whole)));
    },
    serialize: String,
    eq: Object.is,
  });

const numbers = Object.fromEntries(FIELD_KEYS.map((key) => [key, number(key)])) as Record<
  FieldKey,
  SingleParserBuilder<number>
>;

export const ADDRESS = {
  ...numbers,
  /** The experiment whose measurement the page starts from. */
  x: parseAsString,
  /** Chosen platforms, `id@region`. */
  p: parseAsArrayOf(parseAsString),
  /** The two that are compared in detail. */
  a: parseAsString,
  b: parseAsString,
  shape: parseAsStringLiteral(TRAFFIC_SHAPES),
  door: parseAsStringLiteral(FRONT_DOORS),
  arch: parseAsStringLiteral(['x86', 'arm64']),
  spot: parseAsBoolean,
  free: parseAsBoolean,
  off: parseAsArrayOf(parseAsStringLiteral(PARTS)),
};

/** What stands in the address; null where nothing was changed. */
export type Address = {
  [Key in keyof typeof ADDRESS]: ReturnType<(typeof ADDRESS)[Key]['parse']>;
};
