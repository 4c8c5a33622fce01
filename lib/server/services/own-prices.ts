import type { PriceBook } from '#lib/domain/cost/sheets/book.ts';
import { withPrice } from '#lib/domain/cost/sheets/book.ts';
import { defaultPriceBook } from '#lib/domain/cost/sheets/default-book.ts';
import { keyOf } from '#lib/domain/cost/sheets/sheet.ts';
import { CrossoverError } from '#lib/domain/errors.ts';
import {
  bookWith,
  type OwnPrices,
  type OwnSheet,
  type PriceChange,
  withOwnSheet,
} from '#lib/domain/prices/own-prices.ts';
import {
  deleteOwnSheet,
  deletePriceChange,
  readOwnPrices,
  saveOwnSheet,
  savePriceChange,
} from '../repositories/own-prices.ts';
import { found } from './not-found.ts';

/** The price sheets in use: those of the product with what the user changed and added. */
export async function currentPriceBook(): Promise<PriceBook> {
  return bookWith(defaultPriceBook(), await readOwnPrices()).book;
}

/** @throws CrossoverError `unknown-price` when no sheet has such a price. */
export async function changePrice(change: PriceChange): Promise<OwnPrices> {
  withPrice(await currentPriceBook(), { ...change, day: '2000-01-01' });
  await savePriceChange(change);
  return readOwnPrices();
}

/** Back to the price of the sheet. */
export async function takeBackPrice(change: Omit<PriceChange, 'price'>): Promise<OwnPrices> {
  found((await deletePriceChange(change)) || null, 'changed price');
  return readOwnPrices();
}

/** @throws CrossoverError when the platform is unknown, prices are left out, or the product has that sheet itself. */
export async function addSheet(own: OwnSheet): Promise<OwnPrices> {
  const key = keyOf(own.sheet);
  if (key in defaultPriceBook().sheets) throw alreadyThere(key);
  withOwnSheet(defaultPriceBook(), own);
  await saveOwnSheet(own);
  return readOwnPrices();
}

export async function removeSheet(key: string): Promise<OwnPrices> {
  found((await deleteOwnSheet(key)) || null, 'own price sheet');
  return readOwnPrices();
}

const alreadyThere = (key: string) =>
  new CrossoverError({
    code: 'sheet-exists',
    owner: 'yours',
    message: `Crossover comes with a sheet "${key}".`,
    remedy: 'Change its prices one by one, or give your sheet another region.',
  });
