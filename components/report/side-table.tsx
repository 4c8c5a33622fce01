import { Quantity } from '#components/ui/quantity.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { SIDES } from '#lib/domain/execution/executor.ts';
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
      <table aria-label={title} className="mt-1 w-full border-collapse text-sm">
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
          {rows.map(({ label, kind, values }) => (
            <tr key={label}>
              <th scope="row" className="py-1.5 pr-2 text-left font-normal">
                {label}
              </th>
              {SIDES.map((side) => (
                <td key={side} className="py-1.5 pl-3 text-right">
                  <Quantity kind={kind} value={values[side]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
