import { SideLabel } from '#components/ui/side-badge.tsx';
import { OUTCOMES, SIDES } from '#lib/domain/execution/executor.ts';
import type { Measured, Report, SideReport } from '#lib/domain/report/report.ts';
import { OUTCOME_WORDS } from '#lib/domain/report/words.ts';
import { MeasuredValue } from './measured-value.tsx';

interface CountRow {
  label: string;
  kind: 'count' | 'share' | 'ms';
  measured(side: SideReport): Pick<Measured, 'value' | 'interval'> | null;
}

const counted = (label: string, count: (side: SideReport) => number): CountRow => ({
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
  { label: 'Mean billed time', kind: 'ms', measured: (side) => side.billedMean },
];

/** What went wrong on either side, as rows of their own; kinds that did not happen are left out. */
const failureRows = (report: Report): CountRow[] =>
  [
    ...OUTCOMES.filter((outcome) => outcome !== 'ok').map((outcome) =>
      counted(`Errors: ${OUTCOME_WORDS[outcome]}`, (side) => side.outcomes[outcome] ?? 0),
    ),
    counted('Errors: status 500 or more', (side) => side.badStatus),
  ].filter((row) => SIDES.some((side) => (row.measured(report.sides[side])?.value ?? 0) > 0));

/** Requests, cold starts and errors of both sides, in aligned rows. */
export const OutcomesTable = ({ report }: { report: Report }) => (
  <table
    aria-label="Requests, cold starts and errors"
    className="w-full max-w-2xl border-collapse self-start text-sm"
  >
    <thead>
      <tr className="border-b text-xs">
        <th scope="col" className="py-2 text-left">
          <span className="sr-only">Quantity</span>
        </th>
        {SIDES.map((side) => (
          <th key={side} scope="col" className="py-2 pl-3 text-right">
            <SideLabel side={side} plural />
          </th>
        ))}
      </tr>
    </thead>
    <tbody className="divide-y divide-border/60">
      {[...ROWS, ...failureRows(report)].map((row) => (
        <tr key={row.label}>
          <th scope="row" className="py-1.5 pr-2 text-left font-normal">
            {row.label}
          </th>
          {SIDES.map((side) => (
            <td key={side} className="py-1.5 pl-3 text-right">
              <MeasuredValue kind={row.kind} measured={row.measured(report.sides[side])} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
