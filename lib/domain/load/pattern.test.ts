import { describe, expect, it } from 'vitest';
import { countArrivals, patternSource, takeArrivals } from './arrival-source.ts';
import { TrafficPattern, type TrafficPatternInput } from './pattern.ts';
import { scalePattern, weekOf } from './pattern-segments.ts';
import { requestsIn, timeUntil } from './rate-segment.ts';

const HOUR = 3_600_000;
const arrive = (pattern: TrafficPatternInput, durationMs: number, seed = 1) =>
  takeArrivals(patternSource(TrafficPattern.parse(pattern), seed), durationMs);
const between = (times: Float64Array, from: number, to: number) =>
  times.filter((at) => at >= from && at < to).length;
/** Five standard deviations of a Poisson count. */
const near = (count: number, expected: number) => Math.abs(count - expected) <= 5 * Math.sqrt(expected) + 1;

describe('patterns', () => {
  it('constant: even gaps from 0, exact after a million', () => {
    const times = arrive({ kind: 'constant', ratePerSecond: 30 }, 1e8);
    expect(times).toHaveLength(3_000_000);
    expect(times[2_999_999]).toBeCloseTo((2_999_999 / 30) * 1000, 5);
  });

  it('poisson: rate and spread', () => {
    const times = arrive({ kind: 'poisson', ratePerSecond: 50 }, 600_000);
    expect(near(times.length, 30_000)).toBe(true);
    const perSecond = Array.from({ length: 600 }, (_, second) =>
      between(times, second * 1000, second * 1000 + 1000),
    );
    const variance = perSecond.reduce((sum, count) => sum + (count - 50) ** 2, 0) / 600;
    expect(variance / 50).toBeGreaterThan(0.8);
    expect(variance / 50).toBeLessThan(1.25);
  });

  it('on-off: requests in the bursts and none in the pauses', () => {
    const times = arrive({ kind: 'on-off', onPerSecond: 100, onSeconds: 2, offSeconds: 8 }, 1_000_000);
    expect(near(times.length, 20_000)).toBe(true);
    expect(times.every((at) => at % 10_000 < 2000)).toBe(true);
  });

  it('on-off with varying lengths: the same number of requests in the long run, other bursts', () => {
    const pattern = {
      kind: 'on-off',
      onPerSecond: 100,
      onSeconds: 2,
      offSeconds: 8,
      lengths: 'exponential',
    } as const;
    const times = arrive(pattern, 20_000_000);
    // 2,000 bursts of 200 on average, standard deviation of each about 200: 3% of all.
    expect(Math.abs(times.length / 400_000 - 1)).toBeLessThan(0.15);
    expect(arrive(pattern, 100_000, 1)).not.toEqual(arrive(pattern, 100_000, 2));
  });

  it('ramp: the rate at the end, and half as many in the first half', () => {
    const times = arrive({ kind: 'ramp', fromPerSecond: 0, toPerSecond: 100, seconds: 1000 }, 2_000_000);
    expect(near(between(times, 0, 500_000), 12_500)).toBe(true);
    expect(near(between(times, 500_000, 1_000_000), 37_500)).toBe(true);
    expect(near(between(times, 1_000_000, 2_000_000), 100_000)).toBe(true);
  });

  it('ramp to nothing ends', () => {
    const times = arrive({ kind: 'ramp', fromPerSecond: 100, toPerSecond: 0, seconds: 100 }, 1e9);
    expect(near(times.length, 5000)).toBe(true);
    expect(times.at(-1)).toBeLessThanOrEqual(100_000);
  });

  it('spike: base, rise, peak, fall, base', () => {
    const times = arrive(
      {
        kind: 'spike',
        basePerSecond: 10,
        peakPerSecond: 200,
        afterSeconds: 100,
        riseSeconds: 10,
        holdSeconds: 50,
        fallSeconds: 10,
      },
      1_000_000,
    );
    expect(near(between(times, 0, 100_000), 1000)).toBe(true);
    expect(near(between(times, 100_000, 110_000), 1050)).toBe(true);
    expect(near(between(times, 110_000, 160_000), 10_000)).toBe(true);
    expect(near(between(times, 170_000, 1_000_000), 8300)).toBe(true);
  });

  it('diurnal: the average over a week, fewer at night and at the weekend, from the day it starts', () => {
    const pattern = TrafficPattern.parse({ kind: 'diurnal', averagePerSecond: 2 });
    const times = arrive(pattern, 168 * HOUR);
    expect(near(times.length, 2 * 168 * 3600)).toBe(true);
    const day = (index: number) => between(times, index * 24 * HOUR, (index + 1) * 24 * HOUR);
    expect(day(6) / day(2)).toBeCloseTo(0.6, 1);
    expect(between(times, 2 * HOUR, 4 * HOUR)).toBeLessThan(between(times, 10 * HOUR, 12 * HOUR) / 5);
    const sunday = arrive({ ...pattern, startDay: 6 } as TrafficPatternInput, 24 * HOUR);
    expect(near(sunday.length, day(6))).toBe(true);
  });

  it('diurnal: the hours of a week have the mean that was asked for', () => {
    const pattern = TrafficPattern.parse({ kind: 'diurnal', averagePerSecond: 3 });
    const hours = pattern.kind === 'diurnal' ? weekOf(pattern) : [];
    const mean =
      hours.reduce((sum, rate, hour) => {
        const [before, after] = [hours.at(hour - 1) ?? 0, hours[(hour + 1) % 168] ?? 0];
        return sum + 0.75 * rate + 0.125 * (before + after);
      }, 0) / 168;
    expect(hours).toHaveLength(168);
    expect(mean).toBeCloseTo(3, 9);
  });

  it('repeats itself for a seed', () => {
    const pattern = { kind: 'diurnal', averagePerSecond: 1 } as const;
    expect(arrive(pattern, HOUR, 3)).toEqual(arrive(pattern, HOUR, 3));
    expect(arrive(pattern, HOUR, 3)).not.toEqual(arrive(pattern, HOUR, 4));
  });

  it.each<TrafficPatternInput>([
    { kind: 'poisson', ratePerSecond: 2 },
    { kind: 'on-off', onPerSecond: 20, offPerSecond: 1, onSeconds: 5, offSeconds: 20 },
    { kind: 'ramp', fromPerSecond: 1, toPerSecond: 9, seconds: 100 },
    { kind: 'diurnal', averagePerSecond: 3 },
  ])('$kind: ten times the rate is ten times the requests', (input) => {
    const pattern = TrafficPattern.parse(input);
    const one = arrive(pattern, 2 * HOUR).length;
    const ten = takeArrivals(patternSource(scalePattern(pattern, 10), 1), 2 * HOUR).length;
    expect(Math.abs(ten - 10 * one)).toBeLessThan(5 * Math.sqrt(100 * one + ten));
  });

  it.each<[string, object]>([
    ['a rate of nothing', { kind: 'poisson', ratePerSecond: 0 }],
    ['a ramp from nothing to nothing', { kind: 'ramp', fromPerSecond: 0, toPerSecond: 0, seconds: 1 }],
    ['a day of 23 hours', { kind: 'diurnal', averagePerSecond: 1, hours: Array(23).fill(1) }],
    ['a day without traffic', { kind: 'diurnal', averagePerSecond: 1, hours: Array(24).fill(0) }],
    ['an unknown kind', { kind: 'sawtooth' }],
  ])('refuses %s', (_, pattern) => {
    expect(TrafficPattern.safeParse(pattern).success).toBe(false);
  });

  it('stops where a request would take ages to find', () => {
    const hair = { kind: 'on-off', onPerSecond: 1e-9, onSeconds: 1e-6, offSeconds: 1e-6 } as const;
    expect(() => arrive(hair, 1e9)).toThrow(/millions of bursts/);
  });

  it('goes no further than it is asked to', () => {
    const thin = TrafficPattern.parse({ kind: 'on-off', onPerSecond: 1e-9, onSeconds: 1, offSeconds: 1 });
    const drawn = patternSource({ ...thin, lengths: 'exponential' } as TrafficPattern, 1, HOUR);
    expect(takeArrivals(drawn, HOUR)).toHaveLength(0);
    const busy = TrafficPattern.parse({ kind: 'on-off', onPerSecond: 50, onSeconds: 1, offSeconds: 1 });
    expect(takeArrivals(patternSource(busy, 1, 60_000), 60_000)).toEqual(arrive(busy, 60_000));
  });

  it('counts what it would take, and not beyond the most', () => {
    const source = () => patternSource(TrafficPattern.parse({ kind: 'poisson', ratePerSecond: 100 }), 1);
    expect(countArrivals(source(), 60_000, 1e6)).toBe(takeArrivals(source(), 60_000).length);
    expect(countArrivals(source(), 1e12, 10_000)).toBeLessThan(20_000);
  });

  it.each([
    [
      {
        kind: 'spike',
        basePerSecond: 1,
        peakPerSecond: 2,
        afterSeconds: 1,
        holdSeconds: 1,
        riseSeconds: 1e306,
      },
    ],
    [{ kind: 'diurnal', averagePerSecond: 1, weekdays: [1e308, 1e308, 1, 1, 1, 1, 1] }],
    [{ kind: 'diurnal', averagePerSecond: 1, weekdays: [5e-324, 0, 0, 0, 0, 0, 0] }],
  ])('refuses numbers whose sums and products are none: %j', (pattern) => {
    expect(TrafficPattern.safeParse(pattern).success).toBe(false);
  });

  it('does not gather more than fits', () => {
    const source = patternSource(TrafficPattern.parse({ kind: 'poisson', ratePerSecond: 1e6 }), 1);
    expect(() => takeArrivals(source, 1e9, 100_000)).toThrow(/More than 100000/);
  });
});

describe('rate segments', () => {
  it.each([
    [2, 2],
    [0, 10],
    [10, 0],
    [1, 1.000001],
  ])('from %d to %d: all its requests take all its time', (from, to) => {
    const segment = { ms: 5000, from, to };
    expect(timeUntil(segment, requestsIn(segment))).toBeCloseTo(5000, 3);
    expect(timeUntil(segment, 0)).toBe(0);
    const half = timeUntil(segment, requestsIn(segment) / 2);
    const slope = (to - from) / 5;
    expect(from * (half / 1000) + (slope * (half / 1000) ** 2) / 2).toBeCloseTo(requestsIn(segment) / 2, 6);
  });
});
