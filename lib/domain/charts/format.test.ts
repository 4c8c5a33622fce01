import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import {
  exactBytes,
  exactMs,
  exactUsd,
  formatBillUsd,
  formatBytes,
  formatCount,
  formatMiB,
  formatMs,
  formatMsBeside,
  formatRate,
  formatShare,
  formatTimes,
  formatUsd,
  NO_VALUE,
} from './format.ts';

describe('formatMsBeside', () => {
  it.each([
    [100.04, 100, '100.04 ms'],
    [99.96, 100, '99.96 ms'],
    [100, 100, '100 ms'],
    [101, 100, '101 ms'],
    [900_001, 900_000, '900.001 s'],
    [900_000.4, 900_000, '900.0004 s'],
    [0.05001, 0.05, '50.01 µs'],
    [Number.NaN, 100, '–'],
  ])('%d beside %d reads %s', (ms, other, text) => expect(formatMsBeside(ms, other)).toBe(text));
});

describe('formatMs', () => {
  it.each([
    [0, '0 ms'],
    [0.0853, '85.3 µs'],
    [0.5, '0.5 ms'],
    [12.345, '12.3 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1234, '1.23 s'],
    [119_000, '119 s'],
    [180_000, '3 min'],
    [7_200_000, '2 h'],
    [-12.345, '-12.3 ms'],
    [Number.NaN, NO_VALUE],
    [Number.POSITIVE_INFINITY, NO_VALUE],
  ])('%d ms reads %s', (ms, text) => expect(formatMs(ms)).toBe(text));

  it('keeps the exact value apart', () => expect(exactMs(1234.5678)).toBe('1,234.5678 ms'));
});

describe('formatUsd', () => {
  it.each([
    [0, '$0'],
    [0.00042, '$0.00042'],
    [0.29, '$0.29'],
    [0.6, '$0.60'],
    [4.1, '$4.10'],
    [9.999, '$10'],
    [41.234, '$41.23'],
    [41.001, '$41'],
    [97.06, '$97.06'],
    [99.999, '$100'],
    [1234.5, '$1,230'],
    [123_456, '$123,000'],
    [999_999, '$1M'],
    [1_234_567, '$1.23M'],
    [-4.1, '-$4.10'],
    [Number.NaN, NO_VALUE],
  ])('%d dollars read %s', (usd, text) => expect(formatUsd(usd)).toBe(text));

  it.each([
    [10, '$10.00'],
    [0.305, '$0.31'],
    [0.00042, '$0.00042'],
    [0, '$0'],
    [1234.5, '$1,234.50'],
    [-3.2, '-$3.20'],
    [2_500_000, '$2.5M'],
    [Number.NaN, NO_VALUE],
  ])('a line of %d dollars on a bill reads %s', (usd, text) => expect(formatBillUsd(usd)).toBe(text));

  it('keeps the exact value to a nano-dollar', () => expect(exactUsd(41.2345678912)).toBe('$41.234567891'));
});

describe('counts, sizes, rates and shares', () => {
  it.each([
    [formatCount(950), '950'],
    [formatCount(1234), '1,230'],
    [formatCount(12_345), '12.3k'],
    [formatCount(1e10), '10B'],
    [formatBytes(0), '0 B'],
    [formatBytes(1536), '1.5 KiB'],
    [formatBytes(105 * 1024 ** 2), '105 MiB'],
    [exactBytes(1536), '1,536 B'],
    [formatMiB(1769), '1.73 GiB'],
    [formatRate(20), '20/s'],
    [formatRate(12_345), '12.3k/s'],
    [formatShare(0.1234), '12.3%'],
    [formatShare(0.99999), '>99.9%'],
    [formatShare(1), '100%'],
    [formatShare(0.00001), '<0.01%'],
    [formatShare(0), '0%'],
    [formatTimes(3.0789), '3.08 ×'],
  ])('%s = %s', (actual, expected) => expect(actual).toBe(expected));
});

describe('every short form', () => {
  it('has at most three significant digits, or cents, over twenty orders of magnitude', () => {
    const random = seededRandom(7);
    for (let trial = 0; trial < 2000; trial++) {
      const value = 10 ** (random() * 20 - 8);
      for (const format of [formatMs, formatUsd, formatCount, formatBytes, formatRate]) {
        const digits = format(value).replace(/[^\d]/g, '').replace(/^0+/, '').replace(/0+$/, '');
        const most = format === formatUsd && value < 100 ? 4 : 3;
        expect(digits.length, `${format(value)} for ${value}`).toBeLessThanOrEqual(most);
      }
    }
  });
});
