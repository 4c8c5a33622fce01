import { DistributionChart } from '#components/charts/distribution-chart.tsx';
import { LanesChart } from '#components/charts/lanes-chart.tsx';
import { prepareLanes } from '#lib/domain/charts/lanes.ts';
import { prepareDistribution } from '#lib/domain/charts/latency-distribution.ts';
import { findDifference, latencyGroups } from '#lib/domain/report/latency-rows.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { Failures } from './failures.tsx';
import { OutcomesTable } from './outcomes-table.tsx';
import { PercentileTable } from './percentile-table.tsx';
import { Section } from './section.tsx';

export function LatencySection({ report }: { report: Report }) {
  const { sides, plan } = report;
  const lanes = prepareLanes(
    { function: sides.function.timeline, container: sides.container.timeline },
    plan.secondsPerSide,
  );
  return (
    <Section id="latency" title="Latency" lead={findDifference(report, 'p95')?.sentence}>
      <DistributionChart chart={prepareDistribution(report)} />
      <PercentileTable groups={latencyGroups(report)} />
      <OutcomesTable report={report} />
      <LanesChart lanes={lanes} title="The run, second by second" />
      <Failures report={report} />
    </Section>
  );
}
