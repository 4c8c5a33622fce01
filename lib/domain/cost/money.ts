import type { Usd } from '../units.ts';

/**
 * Money as whole atto-dollars (10^-18) in a BigInt. A month's bill adds millions of things priced at
 * fractions of a millionth of a dollar; binary floating point would drift, whole numbers cannot.
 * Prices are exact (parsed from decimal text); quantities are kept to a millionth of their unit.
 */
export type Money = bigint & { readonly unit?: 'atto-usd' };

const PRICE_DECIMALS = 12;
const QUANTITY_SCALE = 1e6;
const ATTO_DECIMALS = 18;

/** A unit price, exact to a pico-dollar. */
export interface Price {
  /** Dollars for one unit, in pico-dollars. */
  pico: bigint;
}

/** "0.0000166667" dollars. RangeError when it is not a decimal with at most 12 places. */
export function priceOf(decimal: string): Price {
  const match = /^(\d+)(?:\.(\d{1,12}))?$/.exec(decimal);
  if (match === null) throw new RangeError(`Not a price: ${decimal}`);
  return { pico: BigInt(`${match[1]}${(match[2] ?? '').padEnd(PRICE_DECIMALS, '0')}`) };
}

/** `quantity` units at `price`; the quantity is rounded to a millionth of a unit. */
export function cost(price: Price, quantity: number): Money {
  if (!(Number.isFinite(quantity) && quantity >= 0)) throw new RangeError(`Not a quantity: ${quantity}`);
  return price.pico * BigInt(Math.round(quantity * QUANTITY_SCALE));
}

export const sum = (amounts: readonly Money[]): Money => amounts.reduce((total, one) => total + one, 0n);

/** For display and comparison; the arithmetic is over by then. */
export function toUsd(money: Money): Usd {
  // By way of text: the double nearest to the exact amount, which a division of two doubles may miss.
  const digits = money.toString().padStart(ATTO_DECIMALS + 1, '0');
  return Number(`${digits.slice(0, -ATTO_DECIMALS)}.${digits.slice(-ATTO_DECIMALS)}`);
}

/** An amount at a rate of exchange, which is taken to a millionth. */
export const exchanged = (money: Money, rate: number): Money =>
  (money * BigInt(Math.round(rate * QUANTITY_SCALE))) / BigInt(QUANTITY_SCALE);
