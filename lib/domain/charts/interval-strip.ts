import { SIDES, type Side } from '../execution/executor.ts';
import { logDomain, logPosition } from './axis.ts';

/** A value with its interval on an axis shared by all rows of a table; positions from 0 to 1. */
export interface StripMark {
  side: Side;
  at: number;
  from: number;
  to: number;
}

export interface StripValue {
  value: number;
  interval: readonly [number, number] | null;
}
export type StripRow = Readonly<Record<Side, StripValue | null>>;

/**
 * Places both sides of each row on one log axis over all rows, so that a table of numbers can be
 * compared by eye. A row without positive values has no marks.
 */
export function prepareStrips(rows: readonly StripRow[]): StripMark[][] {
  const shown = rows.flatMap((row) => SIDES.flatMap((side) => row[side] ?? []));
  const domain = logDomain(shown.flatMap(({ value, interval }) => [value, ...(interval ?? [])]));
  return rows.map((row) =>
    SIDES.flatMap((side) => {
      const found = row[side];
      if (!found || found.value <= 0) return [];
      const [low, high] = found.interval ?? [found.value, found.value];
      const [at, from, to] = [found.value, low, high].map((value) => logPosition(value, domain));
      return at === undefined || from === undefined || to === undefined ? [] : [{ side, at, from, to }];
    }),
  );
}
