import { NO_COUNT, TraceSettings } from '#lib/domain/load/trace/settings.ts';
import { TIME_UNITS, UNIT_WORDS } from '#lib/domain/load/trace/units.ts';

/** Choices of the fields below a file. */

/** Stands for what is told from the file itself; no column is called so. */
export const AS_FOUND = '\u0000as-found';

const FOUND = { value: AS_FOUND, label: 'As found' };
/** A trace with a column for each minute of a day needs no choice among them. */
const MOST_COLUMNS = 50;

const plain = (columns: readonly string[]) =>
  [...new Set(columns)].filter((name) => name !== '').slice(0, MOST_COLUMNS);

export const timeItems = (columns: readonly string[]) => [
  FOUND,
  ...plain(columns).map((value) => ({ value, label: value })),
];

export const countItems = (columns: readonly string[]) => [
  FOUND,
  { value: NO_COUNT, label: 'None: every row is a request' },
  ...plain(columns).flatMap((name) => [
    { value: name, label: name },
    { value: `${name}/s`, label: `${name}, per second` },
    { value: `${name}/min`, label: `${name}, per minute` },
  ]),
];

export const unitItems = () => [
  FOUND,
  ...TIME_UNITS.map((value) => ({ value, label: `${UNIT_WORDS[value]} (${value})` })),
];

/** The interval that was typed: seconds; nothing typed is none. */
export function checkInterval(typed: number | null): {
  interval?: number | undefined;
  error?: string | undefined;
} {
  if (typed === null) return {};
  const checked = TraceSettings.shape.interval.safeParse(typed);
  return checked.success ? { interval: checked.data } : { error: checked.error.issues[0]?.message };
}
