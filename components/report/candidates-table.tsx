import { ColumnsTable } from '#components/ui/columns-table.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { familyOf } from '#lib/domain/execution/candidate.ts';
import type { CandidateRow } from '#lib/domain/report/candidate-rows.ts';
import type { Report } from '#lib/domain/report/report.ts';

/** The candidates of a report as columns of a table. */
export const columnsOf = ({ candidates }: Pick<Report, 'candidates'>) =>
  candidates.map((one) => ({ ...one, side: familyOf(one) }));

interface CandidatesTableProps {
  report: Report;
  title: string;
  note: string;
  rows: readonly CandidateRow[];
}

/** Rows with one number for each candidate; nothing at all where nothing is known. */
export function CandidatesTable({ report, title, note, rows }: CandidatesTableProps) {
  if (rows.length === 0) return null;
  return (
    <div className="w-full max-w-2xl">
      <h3 className="text-sm font-semibold">{title}</h3>
      <p className="mt-0.5 text-xs text-muted-foreground">{note}</p>
      <ColumnsTable
        name={title}
        className="mt-1"
        rows={rows}
        columns={columnsOf(report)}
        cell={({ kind, values }, { id }) => <Quantity kind={kind} value={values[id] ?? null} />}
      />
    </div>
  );
}
