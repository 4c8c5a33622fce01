import { ColumnsTable } from '#components/ui/columns-table.tsx';
import { OUTCOMES } from '#lib/domain/execution/executor.ts';
import type { CandidateReport } from '#lib/domain/report/measurement.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { OUTCOME_WORDS } from '#lib/domain/report/words.ts';
import type { Measured } from '#lib/domain/statistics/measured.ts';
import { columnsOf } from './candidates-table.tsx';
import { MeasuredValue } from './measured-value.tsx';

interface CountRow {
  label: string;
  kind: 'count' | 'share' | 'ms';
  measured(side: CandidateReport): Pick<Measured, 'value' | 'interval'> | null;
}

const counted = (label: string, count: (side: CandidateReport) => number): CountRow => ({
  label,
  kind: 'count',
  measured: (side) => ({ value: count(side), interval: null }),
});

const ROWS: readonly CountRow[] = [
  counted('Requests', (side) => side.requests),
  counted('Good answers', (side) => side.good),
  counted('Cold starts', (side) => side.cold.count),
  { label: 'Share of cold starts', kind: 'share', measured: (side) => side.cold.share },
  counted('Most instances at once', (side) => side.peakInstances),
  { label: 'Mean billed time of this run', kind: 'ms', measured: (side) => side.billedMean },
];

/** The failures of any of them, as rows of their own; kinds that did not happen are left out. */
const failureRows = (report: Report): CountRow[] =>
  [
    ...OUTCOMES.filter((outcome) => outcome !== 'ok').map((outcome) =>
      counted(`Errors: ${OUTCOME_WORDS[outcome]}`, (side) => side.outcomes[outcome] ?? 0),
    ),
    counted('Errors: status 500 or more', (side) => side.badStatus),
  ].filter((row) => report.candidates.some((one) => (row.measured(one)?.value ?? 0) > 0));

/** Requests, cold starts and errors of all candidates, in aligned rows. */
export const OutcomesTable = ({ report }: { report: Report }) => (
  <ColumnsTable
    name="Requests, cold starts and errors"
    className="max-w-2xl self-start"
    rows={[...ROWS, ...failureRows(report)]}
    columns={columnsOf(report)}
    cell={(row, one) => <MeasuredValue kind={row.kind} measured={row.measured(one)} />}
  />
);
