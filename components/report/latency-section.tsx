import { DistributionChart } from '#components/charts/distribution-chart.tsx';
import { LanesChart } from '#components/charts/lanes-chart.tsx';
import { StartsChart } from '#components/charts/starts-chart.tsx';
import { prepareLanes } from '#lib/domain/charts/lanes.ts';
import { prepareDistribution } from '#lib/domain/charts/latency-distribution.ts';
import { prepareStarts } from '#lib/domain/charts/starts.ts';
import { bySide } from '#lib/domain/report/by-side.ts';
import { blockRows, usageRows, warmUpRows } from '#lib/domain/report/candidate-rows.ts';
import { findDifference, latencyGroups } from '#lib/domain/report/latency-rows.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { CandidatesTable } from './candidates-table.tsx';
import { Failures } from './failures.tsx';
import { MonthTable } from './month-table.tsx';
import { OutcomesTable } from './outcomes-table.tsx';
import { PercentileTable } from './percentile-table.tsx';
import { Section } from './section.tsx';

export function LatencySection({ report }: { report: Report }) {
  const { plan } = report;
  const sides = bySide(report);
  const lanes = prepareLanes(
    { function: sides.function.timeline, container: sides.container.timeline },
    plan.secondsPerCandidate,
  );
  const starts = prepareStarts(report);
  return (
    <Section id="latency" title="Latency" lead={findDifference(report, 'p95')?.sentence}>
      <DistributionChart chart={prepareDistribution(report)} />
      <PercentileTable groups={latencyGroups(report)} />
      <MonthTable month={report.month} />
      {starts ? <StartsChart chart={starts} /> : null}
      <OutcomesTable report={report} />
      <CandidatesTable
        report={report}
        title="Warm-up"
        note="Sent before the first turn and in no number above but the starts."
        rows={warmUpRows(report)}
      />
      <CandidatesTable
        report={report}
        title="Processors and memory"
        note="By the kernel’s count. Idle is while the other side was measured and nothing was sent to this one."
        rows={usageRows(report)}
      />
      <LanesChart lanes={lanes} title="The run, second by second" />
      <CandidatesTable
        report={report}
        title="Median of every turn"
        note="The sides took turns. What changes from turn to turn is the machine’s doing, and is in the intervals."
        rows={blockRows(report)}
      />
      <Failures report={report} />
    </Section>
  );
}
