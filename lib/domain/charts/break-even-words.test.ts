import { describe, expect, it } from 'vitest';
import type { BreakEvens } from '../cost/break-evens.ts';
import { breakEvenSentence, breakEvenTable, pointLabel } from './break-even-words.ts';

const names = ['AWS Lambda', 'AWS Fargate'] as const;
const point = {
  requestsPerMonth: 20e6,
  ratePerSecond: 7.61,
  usd: 42.16,
  otherUsd: 42.16,
  kind: 'equal',
  cheaperAbove: 'second',
} as const;
const back = { ...point, requestsPerMonth: 30e6, otherUsd: 55, kind: 'step', cheaperAbove: 'first' } as const;
const meets: BreakEvens = { points: [point, back], more: 0, cheaper: { low: 'first', high: 'first' } };

describe('break-evens in words', () => {
  it('are one sentence for one meeting', () => {
    expect(breakEvenSentence(names, { ...meets, points: [point] })).toBe(
      'AWS Lambda and AWS Fargate both cost $42.16 at 20M requests a month (7.61/s): below it AWS Lambda is cheaper, above it AWS Fargate.',
    );
  });

  it('count the other changes and say who is cheaper in the end', () => {
    expect(breakEvenSentence(names, meets)).toContain(
      'the order changes 1 more time; at 10^10 requests AWS Lambda is cheaper.',
    );
  });

  it('hold every point in the table, with both bills', () => {
    expect(breakEvenTable(names, meets).rows).toEqual([
      ['20M', '7.61/s', '$42.16', '$42.16', 'AWS Fargate'],
      ['30M', '7.61/s', '$42.16', '$55', 'AWS Lambda'],
    ]);
    expect(pointLabel(point)).toBe('20M, $42.16');
  });
});
