import { Quantity, type QuantityKind } from '#components/ui/quantity.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { formatCount } from '#lib/domain/charts/format.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import type { FigureRow } from '#lib/domain/interactive/summary.ts';

/** The units that a lesson may use and how they are written; any other stands behind its number. */
const KINDS: Readonly<Record<string, QuantityKind>> = {
  '': 'count',
  ms: 'ms',
  MiB: 'mib',
  bytes: 'bytes',
  USD: 'usd',
  share: 'share',
};

/** The figures of a run: one row for one thing, both sides under each other's column, the difference in words. */
export const FigureTable = ({ rows }: { rows: readonly FigureRow[] }) => (
  <table className="w-full max-w-4xl border-collapse text-sm">
    <caption className="sr-only">Figures of this run</caption>
    <thead>
      <tr className="border-b text-xs">
        <th scope="col" className="py-1.5">
          <span className="sr-only">Figure</span>
        </th>
        {SIDES.map((side) => (
          <th key={side} scope="col" className="py-1.5 pl-3 text-right">
            <SideLabel side={side} plural />
          </th>
        ))}
        <th scope="col" className="py-1.5 pl-6 text-left font-medium text-muted-foreground max-md:sr-only">
          Difference
        </th>
      </tr>
    </thead>
    <tbody className="divide-y divide-border/60">
      {rows.map((row) => (
        <tr key={`${row.label} ${row.unit}`}>
          <th scope="row" className="py-1.5 text-left font-normal">
            {row.label}
            {row.difference ? (
              <span aria-hidden="true" className="block text-xs text-muted-foreground md:hidden">
                {row.difference}
              </span>
            ) : null}
          </th>
          <Values row={row} />
          <td className="py-1.5 pl-6 text-muted-foreground max-md:sr-only">{row.difference}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** A figure that belongs to neither side stands across both columns. */
function Values({ row }: { row: FigureRow }) {
  if (row.both !== null) {
    return (
      <td colSpan={2} className="py-1.5 pl-3 text-center">
        <Figure value={row.both} unit={row.unit} />
      </td>
    );
  }
  return SIDES.map((side) => (
    <td key={side} className="py-1.5 pl-3 text-right align-top whitespace-nowrap">
      <Figure value={row[side]} unit={row.unit} />
    </td>
  ));
}

function Figure({ value, unit }: { value: number | null; unit: string }) {
  const kind = KINDS[unit];
  if (kind || value === null) return <Quantity kind={kind ?? 'count'} value={value} />;
  return (
    <span className="num">
      {formatCount(value)} {unit}
    </span>
  );
}
