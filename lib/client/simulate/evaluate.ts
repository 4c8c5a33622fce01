import { writeNumber } from '#lib/domain/numbers/write-number.ts';
import { checkQuantity } from '../cost/quantity.ts';
import { type Address, NO_LIMIT } from './address.ts';
import { type Base, startOf } from './base.ts';
import { FIELD_KEYS, type FieldKey, fieldOf, LIMITS } from './fields.ts';
import type { Numbers } from './traffic-kinds.ts';

/** What a field shows: the value in use, the one the page began with, and what is wrong with what was typed. */
export interface FieldState {
  /** In use; infinite where there is no limit. */
  value: number;
  base: number;
  changed: boolean;
  /** As it stands in the address, also when it cannot be used. */
  typed: number | null;
  problem: string | null;
}

export type Fields = Readonly<Record<FieldKey, FieldState>>;

/** A field whose value is not to be below another's; unless typed it grows and shrinks with it. */
const ABOVE: readonly (readonly [lower: FieldKey, upper: FieldKey])[] = [
  ['fw', 'fw99'],
  ['fi', 'fi99'],
  ['cs', 'cs99'],
  ['n', 'nmax'],
];

const isLimit = (key: FieldKey): boolean => LIMITS.some((limit) => limit === key);

/** The start with everything that the address changes; what cannot be meant is replaced by the nearest value that can. */
export function evaluateFields(base: Base, address: Address): Fields {
  const fields = Object.fromEntries(
    FIELD_KEYS.map((key) => [key, evaluateField(key, startOf(base, key), address[key])]),
  ) as Record<FieldKey, FieldState>;
  for (const [lower, upper] of ABOVE) fields[upper] = atLeast(fields[upper], fields[lower]);
  return fields;
}

function evaluateField(key: FieldKey, base: number, typed: number | null): FieldState {
  if (typed === null) return { value: base, base, changed: false, typed, problem: null };
  if (typed === NO_LIMIT && isLimit(key)) {
    return { value: NO_LIMIT, base, changed: base !== NO_LIMIT, typed, problem: null };
  }
  const spec = fieldOf(key);
  const fallback = Number.isFinite(base) ? base : spec.least;
  return { ...checkQuantity(typed, spec, fallback), base, changed: true, typed };
}

function atLeast(upper: FieldState, lower: FieldState): FieldState {
  if (!upper.changed && lower.base > 0) {
    const moved = lower.changed ? upper.base * (lower.value / lower.base) : upper.base;
    return { ...upper, value: Math.max(lower.value, Number(moved.toPrecision(4))) };
  }
  if (upper.value >= lower.value) return upper;
  return { ...upper, value: lower.value, problem: `At least ${writeNumber(lower.value)}.` };
}

export const numbersOf = (fields: Fields): Numbers =>
  Object.fromEntries(FIELD_KEYS.map((key) => [key, fields[key].value])) as Numbers;
