import { describe, expect, it } from 'vitest';
import { platforms } from '#lib/domain/cost/bill-of.ts';
import { defaultPriceBook } from '#lib/domain/cost/sheets/default-book.ts';
import {
  breakEvensOf,
  cheapestOf,
  gridAround,
  growthOf,
  resultsOf,
  seriesOf,
  troublesOf,
} from './compute.ts';
import { isPriced } from './results.ts';
import { offersOf } from './selection.ts';
import { assumedWhatIf } from './what-if.ts';

const book = defaultPriceBook();
const whatIf = assumedWhatIf();
const { usage } = whatIf;
const options = { ...whatIf.options, book, usdPerEur: 1.1 };
const keys = offersOf(platforms(book)).map(({ key }) => key);
const results = resultsOf(keys, { usage, options, maxAgeDays: 365 }, new Date('2026-11-21'));
const priced = results.filter(isPriced);

describe('what the page asks the domain for', () => {
  it('prices every offer or says why not', () => {
    expect(results).toHaveLength(keys.length);
    for (const { bill, problem } of results) {
      expect(bill === null).toBe(problem !== null);
      expect(problem?.owner ?? 'yours').toBe('yours');
    }
    expect(priced.length).toBeGreaterThanOrEqual(30);
  });

  it('draws what the bills say, to a cent', () => {
    const series = seriesOf(results, usage, options, [usage.requestsPerMonth]);
    expect(series).toHaveLength(priced.length);
    for (const { id, values } of series) {
      const bill = priced.find(({ key }) => key === id)?.bill;
      expect([id, values[0]]).toEqual([id, expect.closeTo(bill?.totalUsd ?? Number.NaN, 2)]);
    }
  });

  it('names the cheapest of those that one can have, at the grid and between', () => {
    const grid = gridAround(usage.requestsPerMonth);
    const series = seriesOf(results, usage, options, grid);
    const ranges = cheapestOf(results, usage, options, grid, series);
    expect(ranges.length).toBeGreaterThan(0);
    const gone = priced.filter(({ bill }) => bill.status?.state === 'closed').map(({ key }) => key);
    expect(ranges.some(({ id }) => gone.includes(id))).toBe(false);
  });

  it('shows the own traffic, however far out it is', () => {
    for (const own of [1, 17, 1e7, 1e12]) {
      const grid = gridAround(own);
      expect(grid[0]).toBeLessThanOrEqual(own);
      expect(grid.at(-1)).toBeGreaterThanOrEqual(own);
      expect(new Set(grid.map(Number.isInteger))).toEqual(new Set([true]));
    }
  });

  it('has no break-evens of one alone, and looks 36 months ahead for all', () => {
    expect(breakEvensOf(null, usage, options)).toBeNull();
    const months = growthOf(priced, usage, 5, options);
    expect(months).toHaveLength(37);
    expect(months[0]?.usd).toHaveLength(priced.length);
  });

  it('never lets a spike or a loop save money', () => {
    for (const { result, spike, loop, alarm } of troublesOf(priced, usage, whatIf.future, options)) {
      expect([result.key, spike.extraUsd >= -1e-9, loop.extraUsd >= -1e-9]).toEqual([result.key, true, true]);
      expect(alarm.levelUsd).toBeGreaterThan(result.bill.totalUsd);
    }
  });
});
