import { describe, expect, it } from 'vitest';
import { patternSource, takeArrivals } from '../load/arrival-source.ts';
import { TrafficPattern, type TrafficPatternInput } from '../load/pattern.ts';
import { parseTrace } from '../load/trace/parse-trace.ts';
import { previewOfCounts, previewOfInstants, previewOfTrace } from './traffic-preview.ts';

const preview = (pattern: TrafficPatternInput, durationMs: number) =>
  previewOfInstants(takeArrivals(patternSource(TrafficPattern.parse(pattern), 1), durationMs), durationMs);

describe('traffic preview', () => {
  it('adds up to the requests, and its rates to the mean', () => {
    const shown = preview({ kind: 'poisson', ratePerSecond: 20 }, 600_000);
    expect(shown.points).toHaveLength(120);
    expect(shown.points.reduce((sum, point) => sum + point.requests, 0)).toBe(shown.requests);
    const mean = shown.points.reduce((sum, point) => sum + point.perSecond, 0) / 120;
    expect(mean).toBeCloseTo(shown.meanPerSecond, 9);
    expect(shown.rateDomain[1]).toBeGreaterThanOrEqual(shown.peak.perSecond);
  });

  it('tells shapes apart', () => {
    const poisson = preview({ kind: 'poisson', ratePerSecond: 20 }, 600_000);
    const even = preview({ kind: 'constant', ratePerSecond: 20 }, 600_000);
    const bursts = preview({ kind: 'on-off', onPerSecond: 200, onSeconds: 5, offSeconds: 45 }, 600_000);
    expect(poisson.dispersion).toBeGreaterThan(0.6);
    expect(poisson.dispersion).toBeLessThan(1.5);
    expect(even.dispersion).toBeLessThan(0.1);
    expect(bursts.dispersion).toBeGreaterThan(10);
    expect(
      [poisson, even, bursts].map(({ summary }) => /As steady|More even|Uneven/.exec(summary)?.[0]),
    ).toEqual(['As steady', 'More even', 'Uneven']);
  });

  it('finds the peak and the silence', () => {
    const shown = preview(
      { kind: 'spike', basePerSecond: 0, peakPerSecond: 50, afterSeconds: 300, holdSeconds: 60 },
      600_000,
    );
    expect(shown.peak.fromMs).toBeGreaterThanOrEqual(300_000);
    expect(shown.peak.toMs).toBeLessThanOrEqual(360_000);
    expect(shown.silent).toBeCloseTo(0.9, 2);
    expect(shown.summary).toContain('90% of the time is without a request');
  });

  it('shows counts as they are, when there are few', () => {
    const shown = previewOfCounts(Float64Array.of(6, 0, 12), 60_000);
    expect(shown.points.map(({ perSecond }) => perSecond)).toEqual([0.1, 0, 0.2]);
    expect(shown).toMatchObject({ requests: 18, durationMs: 180_000, peakToMean: 2 });
    expect(shown.rateTicks[0]).toBe(0);
    expect(shown.rateDomain[1]).toBeGreaterThanOrEqual(0.2);
    expect(shown.rateTicks.length).toBeLessThan(8);
  });

  it('adds up counts when there are many, and a rest at the end has its own length', () => {
    const shown = previewOfCounts(new Float64Array(1000).fill(2), 1000);
    expect(shown.points.length).toBeLessThanOrEqual(120);
    expect(shown.points.at(-1)?.toMs).toBe(1_000_000);
    for (const point of shown.points) expect(point.perSecond).toBeCloseTo(2, 9);
    expect(shown.requests).toBe(2000);
  });

  it('shows a trace of either kind, with a table for each point', () => {
    const instants = previewOfTrace(parseTrace('t\n0\n1\n9\n'));
    expect(instants).toMatchObject({ requests: 3, durationMs: 9000 });
    expect(instants.points.at(-1)?.requests).toBe(1);
    const counts = previewOfTrace(parseTrace('second,requests\n0,1\n1,3\n'));
    expect(counts.table.rows).toEqual([
      ['0 ms', '1 s', '1', '1/s'],
      ['1 s', '2 s', '3', '3/s'],
    ]);
  });

  it('shows a single request', () => {
    const shown = previewOfTrace(parseTrace('t\n5\n'));
    expect(shown.requests).toBe(1);
    expect(Number.isFinite(shown.meanPerSecond)).toBe(true);
    expect(shown.summary).not.toContain('NaN');
  });
});
