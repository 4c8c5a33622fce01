import type { ReactNode } from 'react';
import { CostChart } from '#components/charts/cost-chart.tsx';
import { prepareCostChart } from '#lib/domain/charts/cost-against-traffic.ts';
import { formatCount, formatRate, formatUsd } from '#lib/domain/charts/format.ts';
import type { CostAssessment } from '#lib/domain/cost/assessment.ts';
import { billsBySide, type PairOfBills } from '#lib/domain/report/by-side.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { BillTable } from './bill-table.tsx';
import { Section } from './section.tsx';

interface CostSectionProps {
  report: Report;
  /** Where else to look, on the own page only: readers of a shared report cannot go there. */
  elsewhere?: ReactNode;
}

export const CostSection = ({ report, elsewhere }: CostSectionProps) => (
  <Section id="cost" title="Cost" lead={lead(billsBySide(report))}>
    <CostChart chart={prepareCostChart(report)} />
    <BillTable report={report} />
    {elsewhere ? <div className="print:hidden">{elsewhere}</div> : null}
    <Basis cost={report.cost} />
  </Section>
);

function lead({ breakEven: { point, reason } }: PairOfBills): string {
  if (!point) return reason;
  const { requestsPerMonth, ratePerSecond, usd, kind } = point;
  const where = `${formatCount(requestsPerMonth)} requests a month (${formatRate(ratePerSecond)} on average)`;
  const meets =
    kind === 'step' ? `The order turns over at ${where}` : `Both sides cost ${formatUsd(usd)} at ${where}`;
  return `${meets}. ${reason}`;
}

/** What the bills rest on: peak, tasks, assumptions and where the prices come from. */
const Basis = ({ cost }: { cost: CostAssessment }) => (
  <div className="grid gap-6 text-sm sm:grid-cols-2">
    <div>
      <h3 className="font-semibold">What the bills assume</h3>
      <ul className="mt-2 flex list-disc flex-col gap-1 pl-4">
        <li>
          The traffic peaks at <span className="num">{formatRate(cost.peakRatePerSecond)}</span>, for which{' '}
          <span className="num">{cost.tasks}</span> Fargate {cost.tasks === 1 ? 'task is' : 'tasks are'}{' '}
          needed.
        </li>
        {cost.assumptions.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
    <div>
      <h3 className="font-semibold">Where the prices come from</h3>
      <ul className="mt-2 flex list-disc flex-col gap-1 pl-4">
        {Object.entries(cost.sources).map(([key, source]) => (
          <li key={key}>
            {source.title}, {source.asOf}
          </li>
        ))}
      </ul>
    </div>
  </div>
);
