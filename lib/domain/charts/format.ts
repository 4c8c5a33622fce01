import type { Bytes, MiB, Ms, PerSecond, Share, Usd } from '../units.ts';

/**
 * Numbers as every page writes them: at most three significant digits, always with the unit.
 * `exact…` gives the whole value for a title, a tooltip or the clipboard. All of them take any
 * number; what is not finite becomes a dash, because "NaN ms" is never an answer.
 */
export const NO_VALUE = '–';

const LOCALE = 'en-US';
const GROUPED = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });
const EXACT = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 15 });

interface Scale {
  /** The smallest absolute value that is written in this unit. */
  from: number;
  divide: number;
  unit: string;
}

/** 999.6 ms would round to "1,000 ms" instead of "1 s": choose the unit of the rounded value. */
const roundToThree = (value: number): number => Number(value.toPrecision(3));

function scaled(value: number, scales: readonly Scale[]): string {
  if (!Number.isFinite(value)) return NO_VALUE;
  const size = Math.abs(roundToThree(value));
  const scale = scales.findLast((candidate) => size >= candidate.from) ?? scales[0];
  return scale === undefined ? NO_VALUE : `${GROUPED.format(value / scale.divide)}${scale.unit}`;
}

const exact = (value: number, unit: string): string =>
  Number.isFinite(value) ? `${EXACT.format(value)}${unit}` : NO_VALUE;

// Below 1 ms microseconds read better than 0.0123 ms, but zero is "0 ms".
const TIME: readonly Scale[] = [
  { from: 0, divide: 1, unit: ' ms' },
  { from: Number.MIN_VALUE, divide: 1e-3, unit: ' µs' },
  { from: 0.1, divide: 1, unit: ' ms' },
  { from: 1e3, divide: 1e3, unit: ' s' },
  { from: 120e3, divide: 60e3, unit: ' min' },
  { from: 7200e3, divide: 3600e3, unit: ' h' },
];
/** `12.3 ms`, `85 µs`, `1.23 s`, `4.5 min`. */
export const formatMs = (ms: Ms): string => scaled(ms, TIME);

const MOST_DIGITS = 15;

/** As `formatMs`, but a value that differs from the one it is held against does not read the same: `100.04 ms` beside `100 ms`. */
export function formatMsBeside(ms: Ms, other: Ms): string {
  const text = formatMs(ms);
  if (ms === other || text !== formatMs(other) || !Number.isFinite(ms)) return text;
  const differs = (digits: number) => ms.toPrecision(digits) !== other.toPrecision(digits);
  let digits = 4;
  while (digits < MOST_DIGITS && !differs(digits)) digits++;
  const rounded = Number(ms.toPrecision(digits));
  if (Math.abs(ms) < 0.1) return exact(rounded * 1e3, ' µs');
  return Math.abs(ms) < 1e3 ? exact(rounded, ' ms') : exact(rounded / 1e3, ' s');
}

export const exactMs = (ms: Ms): string => exact(ms, ' ms');

const COUNT: readonly Scale[] = [
  { from: 0, divide: 1, unit: '' },
  { from: 1e4, divide: 1e3, unit: 'k' },
  { from: 1e6, divide: 1e6, unit: 'M' },
  { from: 1e9, divide: 1e9, unit: 'B' },
  { from: 1e12, divide: 1e12, unit: 'T' },
];
/** `950`, `1,230`, `12.3k`, `4.5M`, `1B` (10^9). */
export const formatCount = (count: number): string => scaled(count, COUNT);
export const exactCount = (count: number): string => exact(count, '');

const SIZE: readonly Scale[] = [
  { from: 0, divide: 1, unit: ' B' },
  { from: 1024, divide: 1024, unit: ' KiB' },
  { from: 1024 ** 2, divide: 1024 ** 2, unit: ' MiB' },
  { from: 1024 ** 3, divide: 1024 ** 3, unit: ' GiB' },
];
/** Binary units, as the platforms meter memory: `512 B`, `1.5 KiB`, `105 MiB`. */
export const formatBytes = (bytes: Bytes): string => scaled(bytes, SIZE);
export const exactBytes = (bytes: Bytes): string => exact(bytes, ' B');
export const formatMiB = (mib: MiB): string => formatBytes(mib * 1024 ** 2);

const RATE: readonly Scale[] = COUNT.map((scale) => ({ ...scale, unit: `${scale.unit}/s` }));
/** `20/s`, `1,230/s`. */
export const formatRate = (rate: PerSecond): string => scaled(rate, RATE);

/** `12.3%`; a share that is not quite all or not quite nothing never reads 100% or 0%. */
export function formatShare(share: Share): string {
  if (!Number.isFinite(share)) return NO_VALUE;
  if (share > 0 && share < 0.0001) return '<0.01%';
  if (share < 1 && share >= 0.9995) return '>99.9%';
  return `${GROUPED.format(share * 100)}%`;
}
export const exactShare = (share: Share): string => exact(share * 100, '%');

/** `3.1 ×`. */
export const formatTimes = (ratio: number): string =>
  Number.isFinite(ratio) ? `${GROUPED.format(ratio)} ×` : NO_VALUE;

// Below $100 money is read to the cent, also where that is a fourth digit.
const CENTS = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const NANO_DOLLARS = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 9 });
const MONEY: readonly Scale[] = [
  { from: 0, divide: 1, unit: '' },
  { from: 1e6, divide: 1e6, unit: 'M' },
  { from: 1e9, divide: 1e9, unit: 'B' },
  { from: 1e12, divide: 1e12, unit: 'T' },
];

/** `$0.00042`, `$4.10`, `$41.23`, `$41`, `$1,230`, `$1.23M`. */
export function formatUsd(usd: Usd): string {
  if (!Number.isFinite(usd)) return NO_VALUE;
  const amount = Math.abs(usd);
  const rounded = roundToThree(amount);
  // Cents are written in full: "$0.60" and "$41.20", not "$0.6" and "$41.2".
  const cents = rounded >= 1 && rounded < 100 ? CENTS.format(amount) : null;
  const text =
    cents?.replace(rounded >= 10 ? /\.00$/ : /$^/, '') ?? scaled(amount, MONEY).replace(/^0\.\d$/, '$&0');
  return `${usd < 0 ? '-' : ''}$${text}`;
}
const MILLION = 1e6;

/** A line of a bill, to the cent whatever its size, so that a column adds up: `$10.00`, `$1,234.50`; less than a cent as elsewhere. */
export const formatBillUsd = (usd: Usd): string =>
  Math.abs(usd) >= 0.005 && Math.abs(usd) < MILLION
    ? `${usd < 0 ? '-' : ''}$${CENTS.format(Math.abs(usd))}`
    : formatUsd(usd);

/** To the nano-dollar: `$41.234567891`. */
export const exactUsd = (usd: Usd): string =>
  Number.isFinite(usd) ? `${usd < 0 ? '-' : ''}$${NANO_DOLLARS.format(Math.abs(usd))}` : NO_VALUE;
