import { describe, expect, it } from 'vitest';
import type { Arrivals } from '../simulation/input.ts';
import { keepTrace, sketchOf } from './keep-trace.ts';
import { PlayedTraffic } from './played-traffic.ts';

const times = (count: number): Extract<Arrivals, { kind: 'times' }> => ({
  ...{ kind: 'times', copies: 1, repeats: 1, periodMs: 86_400_000 },
  atMs: Array.from({ length: count }, (_, index) => (index * 86_400_000) / count + 1 / 3),
});
const counts = (length: number): Extract<Arrivals, { kind: 'counts' }> => ({
  ...{ kind: 'counts', intervalMs: 60_000, spacing: 'poisson', copies: 1, repeats: 1 },
  counts: Array.from({ length }, (_, index) => index % 7),
});
const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);

describe('keepTrace', () => {
  it('keeps a short one as it is, to the microsecond', () => {
    const { arrivals, name, notes } = keepTrace(times(10_000), 'log.csv', ['Read.']);
    expect(arrivals.kind === 'times' && [arrivals.atMs.length, arrivals.atMs[0]]).toEqual([10_000, 0.333]);
    expect([name, notes]).toEqual(['log.csv', ['Read.']]);
  });

  it('keeps the rate of a long one, and every request', () => {
    const traffic = keepTrace(times(123_456), 'log.csv');
    expect(PlayedTraffic.parse(traffic)).toEqual(traffic);
    const { arrivals, notes } = traffic;
    if (arrivals.kind !== 'counts') throw new Error('It is counts.');
    expect([arrivals.counts.length, sum(arrivals.counts)]).toEqual([10_000, 123_456]);
    expect(Math.max(...arrivals.counts)).toBeLessThan(15);
    expect(notes?.join(' ')).toMatch(/kept as counts in 10k intervals of 8\.64 s/);
  });

  it('is sketched for a list: the same requests in a few numbers', () => {
    const { arrivals, ...rest } = sketchOf({ ...keepTrace(times(5000), 'log.csv'), spanSeconds: 60 });
    expect(arrivals.kind === 'counts' && [arrivals.counts.length, sum(arrivals.counts)]).toEqual([60, 5000]);
    expect(rest).toMatchObject({ name: 'log.csv', spanSeconds: 60, requests: 'thinned' });
    const pattern = { arrivals: { kind: 'poisson', ratePerSecond: 5 }, requests: 'all' } as const;
    expect(sketchOf(pattern)).toBe(pattern);
  });

  it('adds up many intervals', () => {
    const { arrivals, notes } = keepTrace(counts(25_000), 'days.csv');
    if (arrivals.kind !== 'counts') throw new Error('It is counts.');
    expect([arrivals.counts.length, arrivals.intervalMs]).toEqual([8334, 180_000]);
    expect(sum(arrivals.counts)).toBe(sum(counts(25_000).counts));
    expect(notes?.join(' ')).toMatch(/3 intervals each/);
  });
});
