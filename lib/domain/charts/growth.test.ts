import { describe, expect, it } from 'vitest';
import { type GrowthInput, prepareGrowth } from './growth.ts';

const months = Array.from({ length: 37 }, (_, month) => {
  const requestsPerMonth = 1e6 * 1.1 ** month;
  return { month, requestsPerMonth, usd: [requestsPerMonth * 2e-6, 20] };
});
const input: GrowthInput = {
  platforms: [
    { id: 'f', name: 'AWS Lambda', letter: 'A', side: 'function' },
    { id: 'c', name: 'AWS Fargate', letter: 'B', side: 'container' },
  ],
  pair: ['f', 'c'],
  rate: '10% a month',
  months,
  budgetUsd: 30,
};
const chart = prepareGrowth(input);

describe('prepareGrowth', () => {
  it('begins at zero dollars and holds every month and the budget', () => {
    const [low, high] = chart.y.domain;
    expect(low).toBe(0);
    for (const value of chart.lines.flatMap(({ values }) => values))
      expect(value ?? 0).toBeLessThanOrEqual(high);
    expect(chart.limit?.y).toBeLessThanOrEqual(high);
    expect(chart.y.ticks.at(-1)?.at).toBe(high);
  });

  it('says how far traffic and bills go, when the order turns and when the budget is passed', () => {
    expect(chart.summary).toContain('At 10% a month traffic goes from 1M to 30.9M requests in 36 months.');
    expect(chart.summary).toContain('AWS Lambda from $2.00 to $61.8');
    expect(chart.summary).toContain('above the budget from month 29');
    expect(chart.summary).toContain('never above the budget');
    expect(chart.summary).toContain('AWS Fargate becomes the cheaper of the two in month 25.');
  });

  it('sums the months that are to come, not the one that is', () => {
    expect(chart.summary).toContain('AWS Fargate from $20 to $20 a month, $720 over all of them');
  });

  it('has a row for each month', () => {
    expect(chart.table.rows).toHaveLength(37);
    expect(chart.table.rows[0]).toEqual(['now', '1M', '$2.00', '$20']);
  });

  it('says when the order does not turn, and knows no budget when there is none', () => {
    const flat = prepareGrowth({ ...input, budgetUsd: null, months: months.slice(0, 13) });
    expect(flat.summary).toContain('The cheaper of the two stays the cheaper.');
    expect(flat.summary).not.toContain('budget');
    expect(flat.limit).toBeNull();
  });

  it('can be all free', () => {
    const free = prepareGrowth({
      ...input,
      months: months.map((month) => ({ ...month, usd: [0, 0] })),
      budgetUsd: null,
    });
    expect(free.y.domain[1]).toBeGreaterThan(0);
  });
});
