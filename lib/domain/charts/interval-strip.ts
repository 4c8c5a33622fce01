import { SIDES, type Side } from '../execution/executor.ts';
import { logDomain, logPosition } from './axis.ts';

/** A value with its interval on an axis shared by all rows of a table; positions from 0 to 1. */
export interface StripMark {
  side: Side;
  at: number;
  from: number;
  to: number;
  /** Ends of what is assumed; drawn apart from the interval. */
  assumed?: { from: number; to: number };
}

export interface StripValue {
  value: number;
  interval: readonly [number, number] | null;
  assumed?: readonly [number, number] | null | undefined;
}
export type StripRow = Readonly<Record<Side, StripValue | null>>;

/**
 * Places both sides of each row on one log axis over all rows, so that a table of numbers can be
 * compared by eye. A row without positive values has no marks.
 */
export function prepareStrips(rows: readonly StripRow[]): StripMark[][] {
  const domain = logDomain(rows.flatMap(numbersOf).filter((value) => value > 0));
  return rows.map((row) => marks(row, (value) => (value > 0 ? logPosition(value, domain) : null)));
}

/** Both sides of one row on an axis from zero, so that lengths compare too. */
export function prepareFromZero(row: StripRow): StripMark[] {
  const most = Math.max(...numbersOf(row), 0);
  return marks(row, (value) => (most > 0 ? value / most : null));
}

const numbersOf = (row: StripRow): number[] =>
  SIDES.flatMap((side) => {
    const found = row[side];
    return found ? [found.value, ...(found.interval ?? []), ...(found.assumed ?? [])] : [];
  });

function marks(row: StripRow, place: (value: number) => number | null): StripMark[] {
  return SIDES.flatMap((side) => {
    const found = row[side];
    const at = found ? place(found.value) : null;
    if (!found || at === null) return [];
    const [low, high] = found.interval ?? [found.value, found.value];
    const ends = ([from, to]: readonly [number, number]) => ({ from: place(from) ?? 0, to: place(to) ?? at });
    return [{ side, at, ...ends([low, high]), ...(found.assumed ? { assumed: ends(found.assumed) } : {}) }];
  });
}
