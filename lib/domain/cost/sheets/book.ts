import { CrossoverError } from '../../errors.ts';
import { keyOf, PriceSheet, type PriceSheetInput, type SheetSource } from './sheet.ts';

/** All sheets by `id@region`, with the sources they name. Immutable: a change makes another book. */
export interface PriceBook {
  sheets: Readonly<Record<string, PriceSheet>>;
  sources: Readonly<Record<string, SheetSource>>;
  /** Warnings about old figures by key, once somebody with a clock has looked. */
  old?: Readonly<Record<string, string>>;
}

/** The source of figures that a user changed. */
export const USER_SOURCE = 'user';

export function bookOf(
  inputs: readonly PriceSheetInput[],
  sources: Readonly<Record<string, SheetSource>>,
): PriceBook {
  const sheets = inputs.map((input) => PriceSheet.parse(input));
  return { sheets: Object.fromEntries(sheets.map((sheet) => [keyOf(sheet), sheet])), sources };
}

/** The book with a sheet added or replaced. @throws ZodError when the sheet is none. */
export function withSheet(
  book: PriceBook,
  input: PriceSheetInput,
  sources: PriceBook['sources'] = {},
): PriceBook {
  const sheet = PriceSheet.parse(input);
  return {
    ...book,
    sheets: { ...book.sheets, [keyOf(sheet)]: sheet },
    sources: { ...book.sources, ...sources },
  };
}

/** One price of one sheet changed by the user, on `day` (ISO). @throws CrossoverError when there is no such price. */
export function withPrice(
  book: PriceBook,
  change: { key: string; meter: string; price: string; tier?: number; day: string },
): PriceBook {
  const sheet = book.sheets[change.key];
  const meter = sheet?.meters[change.meter];
  const tier = change.tier ?? 0;
  if (sheet === undefined || meter?.tiers[tier] === undefined) throw noSuchPrice(change);
  const tiers = meter.tiers.map((one, index) => (index === tier ? { ...one, price: change.price } : one));
  const meters = { ...sheet.meters, [change.meter]: { ...meter, tiers, source: USER_SOURCE } };
  const source = { title: 'Your own price', asOf: change.day, date: change.day };
  return withSheet(book, { ...sheet, meters }, { [USER_SOURCE]: source });
}

const noSuchPrice = ({ key, meter }: { key: string; meter: string }) =>
  new CrossoverError({
    code: 'unknown-price',
    owner: 'yours',
    message: `There is no price "${meter}" in the sheet "${key}".`,
    remedy: 'Choose a sheet and a price that are listed.',
  });
