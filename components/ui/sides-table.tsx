import type { ReactNode } from 'react';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import { cn } from './cn.ts';
import { SideLabel } from './side-badge.tsx';

interface SidesTableProps<Row extends { label: string }> {
  /** What the table is, for those who hear it. */
  name: string;
  rows: readonly Row[];
  cell(row: Row, side: Side): ReactNode;
  sides?: readonly Side[];
  /** Said under the name of a side. */
  under?(side: Side): ReactNode;
  className?: string;
}

/** One row for one thing, both sides under each other's column. */
export function SidesTable<Row extends { label: string }>(props: SidesTableProps<Row>) {
  const { name, rows, cell, sides = SIDES, under, className } = props;
  return (
    <table aria-label={name} className={cn('w-full border-collapse text-sm', className)}>
      <thead>
        <tr className="border-b text-xs">
          <th scope="col" className="py-2 text-left">
            <span className="sr-only">Quantity</span>
          </th>
          {sides.map((side) => (
            <th key={side} scope="col" className="py-2 pl-3 text-right align-top">
              <SideLabel side={side} plural />
              {under?.(side)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-border/60">
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row" className="py-1.5 pr-2 text-left font-normal">
              {row.label}
            </th>
            {sides.map((side) => (
              <td key={side} className="py-1.5 pl-3 text-right">
                {cell(row, side)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
