import { Quantity } from '#components/ui/quantity.tsx';
import { SidesTable } from '#components/ui/sides-table.tsx';
import type { SideRow } from '#lib/domain/report/side-rows.ts';

interface SideTableProps {
  title: string;
  note: string;
  rows: readonly SideRow[];
}

/** Rows with one number for each side; nothing at all where nothing is known. */
export function SideTable({ title, note, rows }: SideTableProps) {
  if (rows.length === 0) return null;
  return (
    <div className="w-full max-w-2xl">
      <h3 className="text-sm font-semibold">{title}</h3>
      <p className="mt-0.5 text-xs text-muted-foreground">{note}</p>
      <SidesTable
        name={title}
        className="mt-1"
        rows={rows}
        cell={({ kind, values }, side) => <Quantity kind={kind} value={values[side]} />}
      />
    </div>
  );
}
