import { describe, expect, it } from 'vitest';
import { billedMs, billedSeconds, ceilTo, meanBilledMs, memoryFor, nearestMemory } from './rounding.ts';

const MS_1 = { stepMs: 1, minimumMs: 1, initBilled: true };
const MS_100 = { stepMs: 100, minimumMs: 100, initBilled: true };

describe('billedMs', () => {
  it('rounds the sum of handler and init up once, as the REPORT lines of AWS do', () => {
    expect(billedMs(250.06 + 100.77, MS_1)).toBe(351);
    expect(billedMs(250.06, MS_1)).toBe(251);
  });
  it('leaves whole steps alone', () => {
    expect(billedMs(300, MS_100)).toBe(300);
    expect(billedMs(0.1 + 0.2, { ...MS_1, stepMs: 0.1, minimumMs: 0 })).toBeCloseTo(0.3, 12);
  });
  it('has a minimum', () => expect(billedMs(20, { ...MS_100, minimumMs: 1000 })).toBe(1000));
  it('rounds every point of a distribution by itself: the mean of 50 and 150 ms is billed as 150, not 100', () =>
    expect(meanBilledMs([50, 150], MS_100)).toBe(150));
  it('is 0 without points', () => expect(meanBilledMs([], MS_100)).toBe(0));
});

describe('billedSeconds', () => {
  const minute = { stepSeconds: 1, minimumSeconds: 60 };
  it.each([
    [0, 0],
    [1, 60],
    [60.2, 61],
    [600, 600],
  ])('%d s are %d s', (seconds, billed) => expect(billedSeconds(seconds, minute)).toBe(billed));
});

describe('memory', () => {
  const range = { kind: 'range', minMb: 128, maxMb: 1024, stepMb: 64 } as const;
  const choices = { kind: 'choices', mb: [512, 2048, 4096] } as const;
  const observed = { kind: 'observed', bucketMb: 128, maxMb: 1536 } as const;
  it.each([
    [range, 1, 128],
    [range, 129, 192],
    [range, 1025, null],
    [choices, 513, 2048],
    [choices, 4097, null],
    [observed, 10, 128],
    [observed, 257, 384],
    [observed, 1537, null],
  ])('%j: %d MB become %s', (rule, mb, sold) => expect(memoryFor(mb, rule)).toBe(sold));
  it('names the nearest', () => {
    expect(nearestMemory(5000, range)).toBe(1024);
    expect(nearestMemory(1000, choices)).toBe(512);
    expect(nearestMemory(1500, choices)).toBe(2048);
  });
  it('takes steps of fractions', () => expect(ceilTo(1.55, 0.1)).toBeCloseTo(1.6, 12));
});
