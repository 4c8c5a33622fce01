import type { Price } from '../money.ts';

/** Where a figure comes from and when it was true. */
export interface PriceSource {
  title: string;
  asOf: string;
}

/** A published unit price. */
export interface Meter {
  price: Price;
  /** What one unit is, as the platform publishes it, e.g. "USD per GB-second". */
  unit: string;
  /** Key into the platform's sources. */
  source: string;
}

/** Graduated prices: each tier's price holds for the part of the quantity up to `upTo`. */
export interface Tier extends Meter {
  upTo: number;
}
