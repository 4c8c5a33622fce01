import { describe, expect, it } from 'vitest';
import type { Bill } from '../cost/assessment.ts';
import { billDifference } from '../cost/difference.ts';
import type { Difference } from './measurement.ts';
import { costWords, differenceWords } from './words.ts';

const difference = (ratio: number, interval: Difference['interval']): Difference => ({
  quantity: 'p95',
  ratio,
  interval,
  ...{ a: 'a', b: 'b', blocks: null },
  doubt: null,
  sentence: '',
});

describe('differenceWords', () => {
  it('writes a slower function side with its interval', () => {
    expect(differenceWords(difference(3.1, [2.8, 3.4]))).toBe(
      'Functions 3.1 times slower, between 2.8 and 3.4',
    );
  });

  it('turns a ratio below one round, interval included', () => {
    expect(differenceWords(difference(0.5, [0.4, 0.8]))).toBe(
      'Functions 2 times faster, between 1.3 and 2.5',
    );
  });

  it('claims nothing when the interval holds one', () => {
    expect(differenceWords(difference(1.4, [0.9, 2.1]))).toBe(
      'no clear difference, between 0.9 and 2.1 times',
    );
  });

  it('tells a small difference in percent', () => {
    expect(differenceWords(difference(1.01, [1.009, 1.011]))).toBe(
      'Functions 1% slower, between 0.9% and 1.1%',
    );
    expect(differenceWords(difference(1 / 1.05, [0.8, 0.99]))).toBe(
      'Functions 5% faster, between 1% and 25%',
    );
  });

  it('claims nothing without an interval', () => {
    expect(differenceWords(difference(2, null))).toBe('too few samples to tell');
  });
});

describe('costWords', () => {
  const bill = (totalUsd: number, interval: readonly [number, number]): Bill => ({
    platform: '',
    region: '',
    lines: [],
    totalUsd,
    interval,
    assumedRange: null,
  });
  const words = (fn: Bill, container: Bill) => costWords(billDifference(fn, container));

  it('names the dearer side and the gap', () => {
    expect(words(bill(10, [9, 11]), bill(34, [34, 34]))).toBe(
      'Containers $24 more a month, between $23 and $25',
    );
    expect(words(bill(50, [45, 60]), bill(34, [34, 34]))).toBe(
      'Functions $16 more a month, between $11 and $26',
    );
  });

  it('leaves the interval out when nothing measured enters', () => {
    expect(words(bill(10, [10, 10]), bill(34, [34, 34]))).toBe('Containers $24 more a month');
  });

  it('claims nothing when the intervals overlap', () => {
    expect(words(bill(30, [20, 40]), bill(34, [34, 34]))).toBe('no clear difference');
  });
});
