import type { Usd } from '../units.ts';
import { formatUsd } from './format.ts';

const LOCALE = 'en-US';
/** An interval narrower than this share of its value says nothing that the value does not. */
const NARROWEST = 1e-4;

/**
 * An interval in dollars with only the digits that it stands for: "$41 to $47", not "$41.37 to $46.91".
 * The ends are rounded outwards, so that what was inside stays inside. A narrow one is written as one value.
 */
export function formatUsdRange([low, high]: readonly [Usd, Usd]): string {
  const width = high - low;
  if (!(width > Math.abs(high) * NARROWEST)) return formatUsd(high);
  const places = Math.min(9, Math.max(0, -Math.floor(Math.log10(width))));
  const step = 10 ** (places > 0 ? -places : Math.floor(Math.log10(width)));
  const from = Math.max(0, Math.floor(low / step + 1e-9) * step);
  const to = write(Math.ceil(high / step - 1e-9) * step, places);
  return `${from === 0 && low > 0 ? oneDigit(low) : write(from, places)} to ${to}`;
}

/** Rounded down to its first digit: an end above zero is never written as none. */
function oneDigit(usd: Usd): string {
  const exponent = Math.floor(Math.log10(usd) + 1e-9);
  const step = 10 ** exponent;
  return write(Math.floor(usd / step + 1e-9) * step, Math.max(0, -exponent));
}

/** Above this, thousands and millions are written short. */
const SHORT_FROM = 1e5;

function write(usd: Usd, places: number): string {
  if (usd >= SHORT_FROM) return formatUsd(usd);
  const digits = places === 0 ? 0 : Math.max(2, places);
  return `$${usd.toLocaleString(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}
