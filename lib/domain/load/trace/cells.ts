import type { Ms } from '../../units.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A finite number as a spreadsheet or a log writes it; null when it is none. Never an accidental 0 for an empty cell. */
export function numberIn(cell: string): number | null {
  const text = cell.trim();
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

/** A count: whole, not negative; "94.0" is 94. */
export function countIn(cell: string): number | null {
  const value = numberIn(cell);
  return value !== null && value >= 0 && Number.isSafeInteger(value) ? value : null;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/;

/** A date with a time, ISO 8601 or with a space for the T; without a zone it is UTC. Null when it is none. */
export function dateIn(cell: string): Ms | null {
  const match = DATE.exec(cell.trim());
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  if (!exists(year ?? 0, month ?? 0, day ?? 0, hour ?? 0, minute ?? 0, second ?? 0)) return null;
  const whole = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0);
  return whole + Number(match[7] ?? 0) * 1000 - zoneMs(match[8]);
}

/** The 31st of April would silently be the 1st of May. A leap second (60) is allowed. */
const exists = (year: number, month: number, day: number, hour: number, minute: number, second: number) =>
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= new Date(Date.UTC(year, month, 0)).getUTCDate() &&
  hour < 24 &&
  minute < 60 &&
  second <= 60;

function zoneMs(zone: string | undefined): Ms {
  if (zone === undefined || zone === 'Z' || zone === 'UTC') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

export type TimeUnit = 'us' | 'ms' | 's' | 'min';
const UNIT_MS: Record<TimeUnit, Ms> = { us: 0.001, ms: 1, s: 1000, min: 60_000 };

/** A time in a column of that unit, or a date. Null when it is neither. */
export function timeIn(cell: string, unit: TimeUnit): Ms | null {
  const value = numberIn(cell);
  return value === null ? dateIn(cell) : value * UNIT_MS[unit];
}

/** Seconds since 1970 have 10 digits in this century, milliseconds 13, microseconds 16. */
export function guessUnit(column: string, first: string): TimeUnit {
  const named =
    /(?:^|[_\s(])(us|µs|micros|ms|millis|milliseconds|s|sec|secs|seconds?|min|mins|minutes?)\)?$/i.exec(
      column,
    );
  const name = named?.[1]?.toLowerCase() ?? '';
  if (/^(us|µs|micros)/.test(name)) return 'us';
  if (/^(ms|milli)/.test(name)) return 'ms';
  if (/^min/.test(name)) return 'min';
  if (/^s/.test(name)) return 's';
  const size = numberIn(first) ?? 0;
  if (size >= 1e14) return 'us';
  return size >= 1e11 ? 'ms' : 's';
}
