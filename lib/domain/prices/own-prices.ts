import { z } from 'zod';
import { type PriceBook, withPrice, withSheet } from '../cost/sheets/book.ts';
import { keyOf, PriceSheet } from '../cost/sheets/sheet.ts';
import { CrossoverError, toProblem } from '../errors.ts';

/** What a user knows better than the price sheets that come with the product. */

/** One price of one sheet. `tier` counts from 0. */
export const PriceChange = z.object({
  key: z.string().max(140).describe('Sheet, `id@region`.'),
  meter: z.string().max(60),
  tier: z.number().int().min(0).max(19).default(0),
  price: z
    .string()
    .regex(
      /^\d{1,9}(\.\d{1,12})?$/,
      'Write the price as a decimal number of at least 0, at most 999,999,999 and with at most 12 places.',
    ),
});
export type PriceChange = z.infer<typeof PriceChange>;

/** A sheet of a platform's prices in another region or currency, and where its figures are from. */
export const OwnSheet = z.object({
  sheet: PriceSheet,
  source: z.object({
    title: z.string().trim().min(1, 'Say where the prices are from.').max(200),
    date: z.iso.date('Give the day on which the prices were true, as 2026-11-21.'),
  }),
});
export type OwnSheet = z.infer<typeof OwnSheet>;
export type OwnSheetInput = z.input<typeof OwnSheet>;

export interface OwnPrices {
  /** `day`: when it was changed (ISO). */
  changes: readonly (PriceChange & { day: string })[];
  sheets: readonly OwnSheet[];
}

export const NO_OWN_PRICES: OwnPrices = { changes: [], sheets: [] };

/** The book with a user's sheets and prices in it, and what of them does not fit any more. */
export function bookWith(base: PriceBook, own: OwnPrices): { book: PriceBook; problems: string[] } {
  const problems: string[] = [];
  let book = base;
  const attempt = (step: () => PriceBook) => {
    try {
      book = step();
    } catch (error) {
      problems.push(toProblem(error).message);
    }
  };
  for (const sheet of own.sheets) attempt(() => withOwnSheet(book, sheet));
  for (const change of own.changes) attempt(() => withPrice(book, change));
  return { book, problems };
}

/**
 * The book with one sheet of a user, every figure of which names the user's source.
 * @throws CrossoverError when it is not for a known platform or leaves out prices of it.
 */
export function withOwnSheet(book: PriceBook, { sheet, source }: OwnSheet): PriceBook {
  const like = Object.values(book.sheets).find(({ id }) => id === sheet.id);
  if (!like) throw unknownPlatform(sheet.id);
  const missing = Object.keys(like.meters).filter((meter) => !(meter in sheet.meters));
  if (missing.length > 0) throw incomplete(missing);
  const key = `own-${keyOf(sheet)}`.slice(0, 80);
  const meters = Object.fromEntries(
    Object.entries(sheet.meters).map(([name, meter]) => [name, { ...meter, source: key }]),
  );
  const from = { title: `${source.title} (your own sheet)`, asOf: source.date, date: source.date };
  return withSheet(book, { ...sheet, kind: like.kind, meters }, { [key]: from });
}

const unknownPlatform = (id: string) =>
  new CrossoverError({
    code: 'unknown-platform',
    owner: 'yours',
    message: `How the platform "${id}" bills is not known, so a sheet alone does not price it.`,
    remedy: 'Start from a sheet that is listed and change its region and prices.',
  });

const incomplete = (missing: readonly string[]) =>
  new CrossoverError({
    code: 'incomplete-sheet',
    owner: 'yours',
    message: `The sheet leaves out prices that this platform bills: ${missing.join(', ')}.`,
    remedy: 'Add them; a price may be 0.',
  });
