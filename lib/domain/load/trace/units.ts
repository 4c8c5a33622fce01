import type { Ms } from '../../units.ts';
import { wordsOf } from './names.ts';

export const TIME_UNITS = ['s', 'ms', 'us', 'ns', 'min', 'h', 'd'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

export const UNIT_MS: Record<TimeUnit, Ms> = {
  ns: 1e-6,
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

export const UNIT_WORDS: Record<TimeUnit, string> = {
  ns: 'nanoseconds',
  us: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
  min: 'minutes',
  h: 'hours',
  d: 'days',
};

/** Seconds since 1970 of 2001 and of 2100: a number outside of it counts from somewhere else, or in another unit. */
const [EARLIEST, LATEST] = [978_307_200, 4_102_444_800];

/** The unit in which a number since 1970 lies between 2001 and 2100; the ranges do not overlap. Null: in none. */
export function epochUnit(value: number): TimeUnit | null {
  const units = ['s', 'ms', 'us', 'ns'] as const;
  return (
    units.find((unit) => {
      const seconds = (value * UNIT_MS[unit]) / 1000;
      return seconds >= EARLIEST && seconds < LATEST;
    }) ?? null
  );
}

const NAMES: readonly (readonly [TimeUnit, RegExp])[] = [
  ['ns', /^(ns|nsecs?|nanos?|nanoseconds?)$/],
  ['us', /^(us|µs|μs|usecs?|micros?|microseconds?)$/],
  ['ms', /^(ms|msecs?|millis?|milliseconds?)$/],
  ['s', /^(s|secs?|seconds?)$/],
  ['min', /^(mins?|minutes?)$/],
  ['h', /^(h|hrs?|hours?)$/],
  ['d', /^(d|days?)$/],
];

/** The unit that a word names. */
export const unitOfWord = (word: string): TimeUnit | null =>
  NAMES.find(([, name]) => name.test(word))?.[0] ?? null;

/** The words of a name up to what its steps are steps of: `hour of day` counts hours. */
function stepWords(column: string): string[] {
  const words = wordsOf(column).filter((word) => word !== 'utc');
  const of = words.findIndex((word) => word === 'of' || word === 'since');
  return of > 0 ? words.slice(0, of) : words;
}

/** The unit that a column's name ends with: `t_s`, `time (ms)`, `startNs`, `hour`. */
export function unitNamed(column: string): TimeUnit | null {
  const words = stepWords(column);
  const last = words.at(-1) ?? '';
  return words.length === 1 && last.length === 1 ? null : unitOfWord(last);
}

/** A column that is called after its steps may hold whole times: `minute` with seconds since 1970. */
export const isStepName = (column: string): boolean =>
  /^(second|minute|hour|day)s?$/.test(stepWords(column).at(-1) ?? '');
