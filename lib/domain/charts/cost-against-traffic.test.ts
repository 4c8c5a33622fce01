import { describe, expect, it } from 'vitest';
import { fixtureReport } from '../report/fixture.ts';
import { prepareCostChart } from './cost-against-traffic.ts';

const report = fixtureReport();
const chart = prepareCostChart(report);

describe('prepareCostChart', () => {
  it('holds every point, the own traffic and the break-even on its axes', () => {
    const inside = (value: number, [low, high]: readonly [number, number]) => value >= low && value <= high;
    for (const point of chart.points) {
      expect(inside(point.requests, chart.requests.domain)).toBe(true);
      expect(inside(point.function, chart.usd.domain)).toBe(true);
      expect(inside(point.container, chart.usd.domain)).toBe(true);
    }
    expect(inside(chart.own.requests, chart.requests.domain)).toBe(true);
    expect(chart.breakEven && inside(chart.breakEven.requests, chart.requests.domain)).toBe(true);
  });

  it('marks the own traffic with the totals of the bills', () => {
    expect(chart.own.function).toBe(report.candidates[0]?.bill.totalUsd);
    expect(chart.own.container).toBe(report.candidates[1]?.bill.totalUsd);
    expect(chart.own.label).toBe('your traffic: 12M');
  });

  it('puts the break-even where the curves cross', () => {
    const at = chart.breakEven?.requests ?? 0;
    const below = chart.points.findLast((point) => point.requests < at);
    expect(below && below.function < below.container).toBe(true);
  });

  it('never has a zero or negative value on a log axis, also for free traffic', () => {
    const free = prepareCostChart({
      ...report,
      cost: {
        ...report.cost,
        curve: [{ requestsPerMonth: 1000, usd: { a: 0, b: 40 }, tasks: 1 }],
      },
    });
    expect(free.points[0]?.function).toBe(0.01);
    expect(free.table.rows[0]).toEqual(['1,000', '$0', '$40', '1', 'Functions']);
  });

  it('tells the reason when the bills never meet', () => {
    const never = {
      ...report.cost,
      breakEvens: [{ a: 'a', b: 'b', point: null, reason: 'Functions are always cheaper.' }],
    } as const;
    const apart = prepareCostChart({ ...report, cost: never });
    expect(apart.breakEven).toBeNull();
    expect(apart.summary).toContain('Functions are always cheaper.');
  });
});
