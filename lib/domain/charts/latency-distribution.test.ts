import { describe, expect, it } from 'vitest';
import { SIDES } from '../execution/executor.ts';
import { bySide } from '../report/by-side.ts';
import { fixtureReport } from '../report/fixture.ts';
import { prepareDistribution, shareAtHeight } from './latency-distribution.ts';

const report = fixtureReport();
const chart = prepareDistribution(report);

describe('prepareDistribution', () => {
  it('rises with time on both sides and stays finite at the full share', () => {
    for (const side of SIDES) {
      const heights = chart.rows.flatMap((row) => row.height[side] ?? []);
      expect(heights.length).toBeGreaterThan(50);
      expect(heights).toEqual([...heights].sort((a, b) => a - b));
      expect(heights.every(Number.isFinite)).toBe(true);
    }
  });

  it('draws no side before its fastest or after its slowest request', () => {
    for (const side of SIDES) {
      const points = bySide(report)[side].distribution;
      const [first, last] = [points[0]?.ms ?? 0, points.at(-1)?.ms ?? 0];
      for (const row of chart.rows) {
        expect(row.share[side] === null, `${side} at ${row.ms} ms`).toBe(row.ms < first || row.ms > last);
      }
    }
  });

  it('holds every time and the target on its axis', () => {
    const [low, high] = chart.ms.domain;
    for (const ms of [...chart.rows.map((row) => row.ms), report.workload.latencyTarget.ms]) {
      expect(ms).toBeGreaterThanOrEqual(low);
      expect(ms).toBeLessThanOrEqual(high);
    }
    expect(chart.target.label).toBe('target: p95 within 50 ms');
  });

  it('agrees with the percentiles of the report', () => {
    const row = chart.table.rows.find(([share]) => share === '50%');
    expect(row?.[1]).toBeDefined();
    expect(chart.summary).toContain(`Functions: half within ${row?.[1]}`);
    const p50 = bySide(report).function.latency.p50?.value ?? 0;
    const at = chart.rows.findLast((one) => one.ms <= p50)?.share.function ?? 0;
    expect(at).toBeCloseTo(0.5, 1);
  });

  it('labels its ticks by share', () => {
    expect(chart.height.ticks.map(shareAtHeight)).toEqual(['0%', '50%', '90%', '99%', '99.9%']);
  });

  it('has an axis even when nothing was good', () => {
    const none = { ...bySide(report).function, good: 0, distribution: [] };
    const empty = prepareDistribution({
      ...report,
      candidates: [none, { ...bySide(report).container, good: 0, distribution: [] }],
    });
    expect(empty.rows).toEqual([]);
    expect(empty.summary).toContain('Functions: no good request.');
    expect(empty.ms.domain[0]).toBeLessThan(empty.ms.domain[1]);
  });
});
