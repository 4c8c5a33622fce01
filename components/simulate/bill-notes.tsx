import Link from 'next/link';
import type { Scenario } from '#lib/client/simulate/scenario.ts';
import type { SimulatedMonths } from '#lib/domain/calibration/simulated-bill.ts';
import { formatUsd } from '#lib/domain/charts/format.ts';
import type { BothResults } from '#lib/domain/charts/simulation-line.ts';
import type { Bill } from '#lib/domain/cost/assessment.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { SIDE_NAMES } from '#lib/domain/report/words.ts';

interface BillNotesProps {
  months: SimulatedMonths;
  results: BothResults;
  scenario: Scenario;
}

/** What the cost rests on, line by line, and the way to every other platform. */
export const BillNotes = ({ months, scenario, results }: BillNotesProps) => (
  <div className="flex flex-col gap-4 text-sm">
    <div className="grid gap-6 sm:grid-cols-2">
      {SIDES.map((side) => (
        <BillLines
          key={side}
          title={`${SIDE_NAMES[side]}: ${months[side].bill.platform}`}
          bill={months[side].bill}
        />
      ))}
    </div>
    <p className="text-muted-foreground">
      A month of 730 hours in proportion to the simulated time, by the cost model of every report.{' '}
      <Link
        href={costHref(months, scenario, results)}
        className="text-foreground underline underline-offset-4"
      >
        See this traffic on every platform
      </Link>
    </p>
  </div>
);

const BillLines = ({ title, bill }: { title: string; bill: Bill }) => (
  <table className="w-full border-collapse self-start">
    <caption className="pb-1 text-left font-semibold">{title}</caption>
    <tbody className="divide-y border-y">
      {bill.lines.map((line) => (
        <tr key={line.meter}>
          <th scope="row" className="py-1.5 pr-3 text-left font-normal">
            {line.meter}
            {line.assumption ? (
              <span className="block text-xs text-muted-foreground">{line.assumption}</span>
            ) : null}
          </th>
          <td className="num py-1.5 text-right align-top">{formatUsd(line.usd)}</td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row" className="py-1.5 text-left font-medium">
          A month
        </th>
        <td className="num py-1.5 text-right font-medium">{formatUsd(bill.totalUsd)}</td>
      </tr>
    </tfoot>
  </table>
);

/** The cost page with the same requests, times and sizes in its address. */
function costHref(months: SimulatedMonths, scenario: Scenario, results: BothResults): string {
  const { numbers } = scenario;
  const unbilled = scenario.function.kind === 'functions' ? (scenario.function.unbilledMs ?? 0) : 0;
  const address = {
    n: Math.max(1, Math.round(months.function.requests)),
    // Where every request was cold, the time of a warm one is what was put in.
    d: Number(Math.max(1, (results.function.latency.warm.p50 ?? numbers.fw) - unbilled).toPrecision(4)),
    init: Number(numbers.fi.toPrecision(4)),
    m: numbers.m,
    v: numbers.v,
    r: numbers.n,
    shape: 'steady',
  };
  return `/cost?${new URLSearchParams(Object.entries(address).map(([key, value]) => [key, String(value)]))}`;
}
