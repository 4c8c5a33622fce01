import type { Ms } from '../../units.ts';

/** A moment as a file writes it. */
export interface ReadDate {
  /** Since 1970, UTC. */
  at: Ms;
  /** A day alone is its midnight. */
  hasTime: boolean;
  hasZone: boolean;
}

/** How days with slashes are meant: 3/1/2026 is the 3rd of January or the 1st of March. */
export type SlashOrder = 'day-first' | 'month-first';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = `(${MONTHS.join('|')})[a-z]*`;
const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})([.,]\d+)?)?(?:\s*([ap]m))?`;
const ZONE = String.raw`(z|utc|gmt|[+-]\d{2}(?::?\d{2})?(?:\s*utc)?)`;
const TAIL = String.raw`(?:(?:[t:]|,?\s+(?:@\s+)?)${CLOCK}(?:\s*${ZONE})?)?$`;
const of = (day: string): RegExp => new RegExp(`^${day}${TAIL}`, 'i');

/** Day parts of each way to write one, as indices of year, month and day. */
const FORMS: readonly { form: RegExp; parts: readonly [number, number, number]; slashes?: SlashOrder }[] = [
  { form: of(String.raw`(\d{4})-(\d{1,2})-(\d{1,2})`), parts: [1, 2, 3] },
  { form: of(String.raw`(\d{4})[/.](\d{1,2})[/.](\d{1,2})`), parts: [1, 2, 3] },
  { form: of(String.raw`(\d{1,2})\.(\d{1,2})\.(\d{4})`), parts: [3, 2, 1] },
  { form: of(String.raw`(?:[a-z]{3},?\s+)?(\d{1,2})[\s/-]${MONTH}[\s/-](\d{4})`), parts: [3, 2, 1] },
  { form: of(String.raw`(?:[a-z]{3},?\s+)?${MONTH}\s+(\d{1,2}),?\s+(\d{4})`), parts: [3, 1, 2] },
  { form: of(String.raw`(\d{1,2})/(\d{1,2})/(\d{4})`), parts: [3, 2, 1], slashes: 'day-first' },
  { form: of(String.raw`(\d{1,2})/(\d{1,2})/(\d{4})`), parts: [3, 1, 2], slashes: 'month-first' },
];

/** Without separators: 20260301T010000Z, 20260301010000, 2026030101 with the hour; a bare 20260301 too. */
const BASIC =
  /^((?:19|20)\d{2})(\d{2})(\d{2})(?:T?(\d{2})(?:(\d{2})(\d{2})?([.,]\d+)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * A date, with a time or without, as ISO 8601, RFC 3339, Postgres, a web server's log or a mail writes it; without a
 * zone it is UTC. Null when it is none, and for days with slashes whose order is not said.
 */
export function dateIn(cell: string, slashes?: SlashOrder): ReadDate | null {
  const text = cell.trim();
  for (const { form, parts, slashes: order } of FORMS) {
    if (order !== undefined && order !== slashes) continue;
    const match = form.exec(text);
    if (match !== null)
      return dateOf(
        parts.map((part) => match[part]),
        match.slice(4),
      );
  }
  const basic = BASIC.exec(text);
  if (basic === null) return null;
  const [hour, minute, second, fraction, zone] = basic.slice(4);
  return dateOf(basic.slice(1, 4), [hour, minute, second, fraction, undefined, zone]);
}

type Found = readonly (string | undefined)[];

function dateOf([y, m, d]: Found, [hour, minute, second, fraction, half, zone]: Found): ReadDate | null {
  const named = MONTHS.indexOf(m?.slice(0, 3).toLowerCase() ?? '') + 1;
  const [year, month, day] = [Number(y), named || Number(m), Number(d)];
  const clock = clockOf(hour ?? '0', minute ?? '0', second, fraction, half);
  if (clock === null || !exists(year, month, day)) return null;
  return {
    at: Date.UTC(year, month - 1, day) + clock - zoneMs(zone),
    hasTime: hour !== undefined,
    hasZone: zone !== undefined,
  };
}

/** The 31st of April would silently be the 1st of May. */
const exists = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();

/** A leap second (60) is allowed. */
function clockOf(hourText: string, minute: string, second = '0', fraction = '0', half?: string): Ms | null {
  const hour = half === undefined ? Number(hourText) : halfDay(Number(hourText), half.toLowerCase());
  if (hour === null || hour > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const seconds = hour * 3600 + Number(minute) * 60 + Number(second);
  return seconds * 1000 + Number(fraction.replace(',', '.')) * 1000;
}

/** 12 AM is midnight. */
const halfDay = (hour: number, half: string): number | null =>
  hour < 1 || hour > 12 ? null : (hour % 12) + (half === 'pm' ? 12 : 0);

function zoneMs(zone: string | undefined): Ms {
  const digits = /^([+-])(\d{2}):?(\d{2})?/.exec(zone ?? '');
  if (digits === null) return 0;
  const minutes = Number(digits[2]) * 60 + Number(digits[3] ?? 0);
  return (digits[1] === '-' ? -minutes : minutes) * 60_000;
}

const CLOCK_ALONE = new RegExp(`^${CLOCK}$`, 'i');

/** A time of a day without a date, since midnight. Null when it is none. */
export function clockIn(cell: string): Ms | null {
  const match = CLOCK_ALONE.exec(cell.trim());
  if (match === null) return null;
  const [hour = '', minute = '', second, fraction, half] = match.slice(1);
  return clockOf(hour, minute, second, fraction, half);
}

/** The order that days with slashes can only have, from some of them; null: either fits, or neither. */
export function slashOrderOf(cells: readonly string[]): SlashOrder | null {
  const fits = (order: SlashOrder) => cells.every((cell) => dateIn(cell, order) !== null);
  const [dayFirst, monthFirst] = [fits('day-first'), fits('month-first')];
  if (dayFirst === monthFirst) return null;
  return dayFirst ? 'day-first' : 'month-first';
}

/** Whether a cell is a day with slashes, in whatever order. */
export const hasSlashes = (cell: string): boolean => /^\d{1,2}\/\d{1,2}\/\d{4}/.test(cell.trim());
