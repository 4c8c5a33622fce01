import { describe, expect, it } from 'vitest';
import { takeArrivals } from './arrival-source.ts';
import { countsSource, instantsSource } from './trace-source.ts';

const once = { copies: 1, repeats: 1, seed: 1 };
const all = (source: ReturnType<typeof instantsSource>) => takeArrivals(source, Number.POSITIVE_INFINITY);
const ascending = (times: Float64Array) => times.every((at, index) => at >= (times[index - 1] ?? 0));
const ten = Float64Array.from({ length: 10_000 }, (_, index) => index * 10);

describe('instantsSource', () => {
  it('plays them as they are', () => {
    expect(all(instantsSource(ten, 100_000, once))).toEqual(ten);
  });

  it('plays them again after the period', () => {
    const times = all(instantsSource(Float64Array.of(0, 30), 100, { ...once, repeats: 3 }));
    expect([...times]).toEqual([0, 30, 100, 130, 200, 230]);
  });

  it('makes a thousand times the traffic with the same bursts', () => {
    const bursty = Float64Array.of(0, 1, 2, 3, 1000, 1001, 1002, 1003);
    const times = all(instantsSource(bursty, 2000, { ...once, copies: 1000 }));
    expect(times).toHaveLength(8000);
    expect(ascending(times)).toBe(true);
    // Three of four gaps of a burst are 1 ms, so three quarters of the requests stay inside.
    expect(times.filter((at) => at < 3).length).toBe(3000);
  });

  it('goes no further than it is asked to, however often it is repeated', () => {
    const playing = { ...once, copies: 1e-9, repeats: 1e300, untilMs: 1e6 };
    expect(all(instantsSource(ten, 100_000, playing))).toHaveLength(0);
    const silent = { ...once, repeats: 1e300, untilMs: 1e6 };
    expect(all(countsSource(Float64Array.of(0, 0), 1000, 'poisson', silent))).toHaveLength(0);
    const some = takeArrivals(countsSource(Float64Array.of(5), 1000, 'even', silent), 1e6);
    expect(some).toHaveLength(5000);
  });

  it('draws of the largest interval only what is asked for', () => {
    const source = countsSource(Float64Array.of(1e300), 1e9, 'poisson', once);
    const out = new Float64Array(1000);
    expect(source.fill(out)).toBe(1000);
    expect(ascending(out)).toBe(true);
  });

  it('makes a tenth of it', () => {
    const times = all(instantsSource(ten, 100_000, { ...once, copies: 0.1 }));
    // 1,000 expected, standard deviation 30.
    expect(Math.abs(times.length - 1000)).toBeLessThan(150);
    expect(times.every((at) => at % 10 === 0)).toBe(true);
  });
});

describe('countsSource', () => {
  const counts = Float64Array.of(3, 0, 500, 1);

  it.each(['poisson', 'even'] as const)('puts as many into each interval as were counted (%s)', (spacing) => {
    const times = all(countsSource(counts, 1000, spacing, once));
    const found = [0, 1, 2, 3].map(
      (interval) => times.filter((at) => Math.floor(at / 1000) === interval).length,
    );
    expect(found).toEqual([3, 0, 500, 1]);
    expect(ascending(times)).toBe(true);
  });

  it('spaces evenly, or as if independent', () => {
    expect([...all(countsSource(Float64Array.of(4), 1000, 'even', once))]).toEqual([0, 250, 500, 750]);
    const random = all(countsSource(Float64Array.of(10_000), 1000, 'poisson', once));
    const gaps = random.slice(1).map((at, index) => at - (random[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    // Gaps of a Poisson process have a standard deviation like their mean.
    expect(spread / mean).toBeCloseTo(1, 1);
  });

  it('repeats itself for a seed', () => {
    const times = (seed: number) => [
      ...all(countsSource(counts, 1000, 'poisson', { ...once, copies: 1.5, seed })),
    ];
    expect(times(1)).toEqual(times(1));
    expect(times(1)).not.toEqual(times(2));
  });
});
