import { describe, expect, it } from 'vitest';
import { type PriceBook, withPrice } from '#lib/domain/cost/sheets/book.ts';
import { defaultPriceBook } from '#lib/domain/cost/sheets/default-book.ts';
import { buildReport } from '#lib/domain/report/build.ts';
import { fixtureInput } from '#lib/domain/report/fixture.ts';
import { fixtureSamples } from '#lib/domain/report/fixture-samples.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { TRAFFIC_SHAPES, type Workload } from '#lib/domain/workload/workload.ts';
import { ADDRESS, type Address } from './address.ts';
import { resultsOf } from './compute.ts';
import { evaluate } from './evaluate.ts';
import { assumedWhatIf } from './what-if.ts';

const KEYS = ['aws_lambda@us-east-1', 'aws_fargate@us-east-1'];
const UNCHANGED = Object.fromEntries(Object.keys(ADDRESS).map((key) => [key, null])) as Address;

const run = fixtureSamples();
function reportOf(change: Partial<Workload>, book?: PriceBook): Report {
  const input = fixtureInput(run);
  return buildReport({ ...input, workload: { ...input.workload, ...change }, ...(book ? { book } : {}) });
}

/** Both totals as the cost page shows them when it is opened from the report. */
function costPage({ cost: { usage } }: Report, book: PriceBook, address: Partial<Address> = {}) {
  if (usage === null) throw new Error('A report carries its usage.');
  const start = assumedWhatIf();
  const { whatIf } = evaluate(
    { ...start, usage, options: { ...start.options, book } },
    { ...UNCHANGED, ...address },
  );
  return resultsOf(KEYS, whatIf, new Date('2026-11-29')).map(({ bill }) => bill?.totalUsd);
}

const totals = ({ candidates }: Report) => candidates.map(({ bill }) => bill.totalUsd);

describe('the bill of a report and of the cost page opened from it', () => {
  const book = defaultPriceBook();
  const workloads: [string, Partial<Workload>][] = TRAFFIC_SHAPES.flatMap((shape) =>
    [1000, 3e6, 2e9].map((requestsPerMonth): [string, Partial<Workload>] => [
      `${shape}, ${requestsPerMonth} a month`,
      { traffic: { requestsPerMonth, shape }, memoryMiB: requestsPerMonth > 1e6 ? 1769 : 128 },
    ]),
  );

  it.each(workloads)('are one: %s', (_, change) => {
    const report = reportOf(change);
    expect(costPage(report, book)).toEqual(totals(report));
  });

  it('are one with prices of one’s own', () => {
    const day = '2026-11-21';
    const own = withPrice(
      withPrice(book, { key: 'aws_lambda@us-east-1', meter: 'duration', price: '0.00003', day }),
      { key: 'aws_alb@us-east-1', meter: 'hour', price: '0.5', day },
    );
    const report = reportOf({}, own);
    expect(costPage(report, own)).toEqual(totals(report));
    expect(totals(report)).not.toEqual(totals(reportOf({})));
  });

  it('are one beyond the break-even, where the other side is cheaper', () => {
    const report = reportOf({});
    const there = report.cost.breakEvens[0]?.point?.requestsPerMonth ?? 0;
    for (const n of [Math.floor(there / 2), there * 2]) {
      const moved = reportOf({ traffic: { ...report.workload.traffic, requestsPerMonth: n } });
      const [fn = 0, container = 0] = costPage(report, book, { n });
      expect([fn, container]).toEqual(totals(moved));
      expect(fn < container).toBe(n < there);
    }
  });
});
