import { Quantity, type QuantityKind } from '#components/ui/quantity.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import type { Side } from '#lib/domain/execution/executor.ts';
import type { InteractiveRun } from '#lib/domain/interactive/run.ts';
import { type SideSummary, summarise } from '#lib/domain/interactive/summary.ts';

interface Row {
  label: string;
  kind: QuantityKind;
  value(summary: SideSummary): number | null;
}

const ROWS: readonly Row[] = [
  { label: 'p50 as the caller saw it', kind: 'ms', value: ({ p50 }) => p50 },
  { label: 'Cold', kind: 'count', value: ({ cold }) => cold },
  { label: 'Environments or replicas used', kind: 'count', value: ({ instances }) => instances },
  { label: 'Answered', kind: 'count', value: ({ invocations, failed }) => invocations - failed },
  { label: 'Failed', kind: 'count', value: ({ failed }) => failed },
];

/** The numbers behind the answer, the same row for the same thing. */
export function SummaryTable({ run, sides }: { run: InteractiveRun; sides: readonly Side[] }) {
  const columns = sides.map((side) => ({
    ...{ side, engine: run.deployed[side]?.engine },
    summary: summarise(run.invocations[side]),
  }));
  return (
    <table className="w-full max-w-2xl border-collapse text-sm">
      <caption className="sr-only">Summary of both sides</caption>
      <thead>
        <tr className="border-b text-xs">
          <th scope="col" className="py-1.5">
            <span className="sr-only">Quantity</span>
          </th>
          {columns.map(({ side, engine }) => (
            <th key={side} scope="col" className="w-[28%] py-1.5 pl-3 text-right align-top">
              <SideLabel side={side} plural />
              <span className="block min-h-4 font-normal text-muted-foreground">{engine ?? ''}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-border/60">
        {ROWS.map((row) => (
          <tr key={row.label}>
            <th scope="row" className="py-1.5 text-left font-normal">
              {row.label}
            </th>
            {columns.map(({ side, summary }) => (
              <td key={side} className="py-1.5 pl-3 text-right">
                <Quantity kind={row.kind} value={summary.invocations > 0 ? row.value(summary) : null} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
