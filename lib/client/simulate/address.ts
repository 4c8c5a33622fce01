import {
  createParser,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
  type SingleParserBuilder,
} from 'nuqs';
import { specOfLabel } from '#lib/domain/numbers/labels.ts';
import { numberOrNaN, readNumber } from '#lib/domain/numbers/read-number.ts';
import { TRAFFIC_SHAPES } from '#lib/domain/workload/workload.ts';
import { FIELD_KEYS, type FieldKey, fieldOf } from './fields.ts';
import { DAYS, TRAFFIC_KINDS } from './traffic-kinds.ts';

/**
 * The address of a simulation: only what differs from where the page began. A number that is none is
 * kept as NaN and named beside its field; "none" takes a limit away.
 */

/** A limit that was taken away. */
export const NO_LIMIT = Number.POSITIVE_INFINITY;

const number = (key: FieldKey) =>
  createParser<number>({
    parse: (text) => {
      const { unit, whole } = fieldOf(key);
      return text === 'none' ? NO_LIMIT : numberOrNaN(readNumber(text, specOfLabel(unit, whole)));
    },
    serialize: (value) => (value === NO_LIMIT ? 'none' : String(value)),
    eq: Object.is,
  });

const numbers = Object.fromEntries(FIELD_KEYS.map((key) => [key, number(key)])) as Record<
  FieldKey,
  SingleParserBuilder<number>
>;

export const KEEP_ALIVES = ['fixed', 'exponential'] as const;
export const SCALINGS = ['hpa', 'keda', 'kpa', 'fixed'] as const;

export const ADDRESS = {
  ...numbers,
  /** The experiment whose measurement the page starts from. */
  from: parseAsString,
  t: parseAsStringLiteral(TRAFFIC_KINDS),
  day: parseAsStringLiteral(DAYS),
  /** How a week spreads a described month. */
  shape: parseAsStringLiteral(TRAFFIC_SHAPES),
  /** Lengths of bursts vary. */
  vary: parseAsBoolean,
  kad: parseAsStringLiteral(KEEP_ALIVES),
  scale: parseAsStringLiteral(SCALINGS),
};

/** What stands in the address; null where nothing was changed. */
export type Address = {
  [Key in keyof typeof ADDRESS]: ReturnType<(typeof ADDRESS)[Key]['parse']>;
};
