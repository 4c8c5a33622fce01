import { SidesTable } from '#components/ui/sides-table.tsx';
import { exactCount, NO_VALUE } from '#lib/domain/charts/format.ts';
import type { Side } from '#lib/domain/execution/executor.ts';
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

/** What each side has shown until now, in aligned rows. */
export function SoFarTable({ view, plan }: { view: LiveView; plan: ExperimentPlan }) {
  const title = isFinal(view.state) ? 'Found until it stopped' : 'Found so far';
  const sides = soFar(view, plan.candidates);
  const of = (side: Side) => sides.find((one) => one.side === side);
  return (
    <div className="w-full">
      <h2 className="text-sm font-semibold">{title}</h2>
      <SidesTable
        name={title}
        rows={ROWS}
        sides={sides.map(({ side }) => side)}
        cell={(row, side) => <Counted side={of(side)} row={row} />}
      />
    </div>
  );
}

const Counted = ({ side, row }: { side: SoFar | undefined; row: (typeof ROWS)[number] }) => (
  <span className="num">{side ? exactCount(row.value(side)) : NO_VALUE}</span>
);
