import type { Clock } from '../../units.ts';
import type { PriceBook } from './book.ts';
import type { PriceSheet } from './sheet.ts';

/** A sheet is called old after this many days unless the setting says otherwise. */
export const DEFAULT_MAX_AGE_DAYS = 90;
const DAY_MS = 86_400_000;

/** A sentence when figures of the sheet are older than `maxAgeDays` or undated; null when all are fresh. */
export function ageWarning(
  sheet: PriceSheet,
  sources: PriceBook['sources'],
  clock: Pick<Clock, 'wall'>,
  maxAgeDays: number = DEFAULT_MAX_AGE_DAYS,
): string | null {
  const used = new Set(Object.values(sheet.meters).map((meter) => meter.source));
  const old: string[] = [];
  for (const key of used) {
    const source = sources[key];
    const age = source?.date ? (clock.wall().getTime() - Date.parse(source.date)) / DAY_MS : null;
    if (age === null) old.push(`${source?.title ?? key} (undated)`);
    else if (age > maxAgeDays) old.push(`${source?.title ?? key} (${source?.asOf})`);
  }
  if (old.length === 0) return null;
  return `Prices of ${sheet.name} in ${sheet.region} may have changed: older than ${maxAgeDays} days or undated: ${old.join('; ')}.`;
}

/** The warnings of all sheets by key, oldest knowledge named. */
export function ageWarnings(
  book: PriceBook,
  clock: Pick<Clock, 'wall'>,
  maxAgeDays: number = DEFAULT_MAX_AGE_DAYS,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, sheet] of Object.entries(book.sheets)) {
    const warning = ageWarning(sheet, book.sources, clock, maxAgeDays);
    if (warning !== null) found[key] = warning;
  }
  return found;
}

/** The book with the warnings of its old sheets, so that every bill repeats them. */
export const withAges = (book: PriceBook, clock: Pick<Clock, 'wall'>, maxAgeDays?: number): PriceBook => ({
  ...book,
  old: ageWarnings(book, clock, maxAgeDays),
});
