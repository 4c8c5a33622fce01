import { ColumnsTable } from '#components/ui/columns-table.tsx';
import { exactCount } from '#lib/domain/charts/format.ts';
import type { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { isFinal } from '#lib/domain/experiment/state.ts';
import { type SoFar, soFar } from '#lib/domain/live/progress.ts';
import type { LiveView } from '#lib/domain/live/reduce.ts';

const ROWS: readonly { label: string; value(side: SoFar): number }[] = [
  { label: 'Requests', value: (side) => side.requests },
  { label: 'Cold starts', value: (side) => side.cold },
  { label: 'Errors', value: (side) => side.errors },
  { label: 'Most instances', value: (side) => side.peakInstances },
];

/** The figures of each candidate until now, in aligned rows. */
export function SoFarTable({ view, plan }: { view: LiveView; plan: ExperimentPlan }) {
  const title = isFinal(view.state) ? 'Found until it stopped' : 'Found so far';
  return (
    <div className="w-full">
      <h2 className="text-sm font-semibold">{title}</h2>
      <ColumnsTable
        name={title}
        rows={ROWS}
        columns={soFar(view, plan.candidates)}
        cell={(row, one) => <span className="num">{exactCount(row.value(one))}</span>}
      />
    </div>
  );
}
