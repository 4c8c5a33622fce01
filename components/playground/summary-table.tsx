import { ColumnsTable } from '#components/ui/columns-table.tsx';
import { Quantity, type QuantityKind } from '#components/ui/quantity.tsx';
import type { Side } from '#lib/domain/execution/executor.ts';
import type { InteractiveRun } from '#lib/domain/interactive/run.ts';
import { type SideSummary, summarise } from '#lib/domain/interactive/summary.ts';

interface Row {
  label: string;
  kind: QuantityKind;
  value(summary: SideSummary): number | null;
}

const ONE: Row = { label: 'The one request as the caller saw it', kind: 'ms', value: ({ only }) => only };
const SEVERAL: Row = { label: 'p50 as the caller saw it', kind: 'ms', value: ({ p50 }) => p50 };

const COUNTS: readonly Row[] = [
  { label: 'Cold', kind: 'count', value: ({ cold }) => cold },
  { label: 'Environments or replicas used', kind: 'count', value: ({ instances }) => instances },
  { label: 'Answered', kind: 'count', value: ({ invocations, failed }) => invocations - failed },
  { label: 'Failed', kind: 'count', value: ({ failed }) => failed },
];

/** A percentile needs several requests: one alone is shown as what it is. */
const rowsOf = ({ invocations }: InteractiveRun, sides: readonly Side[]): readonly Row[] => [
  sides.every((side) => invocations[side].length <= 1) ? ONE : SEVERAL,
  ...COUNTS,
];

/** The numbers behind the answer, the same row for the same thing. */
export const SummaryTable = ({ run, sides }: { run: InteractiveRun; sides: readonly Side[] }) => (
  <ColumnsTable
    name="Summary of both sides"
    className="max-w-2xl"
    columns={sides.map((side) => ({ id: side, side }))}
    rows={rowsOf(run, sides)}
    under={({ side }) => (
      <span className="block min-h-4 font-normal text-muted-foreground">
        {run.deployed[side]?.engine ?? ''}
      </span>
    )}
    cell={(row, { side }) => <Summarised row={row} summary={summarise(run.invocations[side])} />}
  />
);

const Summarised = ({ row, summary }: { row: Row; summary: SideSummary }) => (
  <Quantity kind={row.kind} value={summary.invocations > 0 ? row.value(summary) : null} />
);
