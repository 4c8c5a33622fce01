import type { ReactNode } from 'react';
import type { Side } from '#lib/domain/execution/executor.ts';
import { cn } from './cn.ts';
import { SideLabel } from './side-badge.tsx';

/** The subject of a column: a candidate or one side of the playground. */
interface Column {
  id: string;
  side: Side;
}

interface ColumnsTableProps<Row extends { label: string }, Of extends Column> {
  /** The name of the table, for those who hear it. */
  name: string;
  rows: readonly Row[];
  columns: readonly Of[];
  cell(row: Row, column: Of): ReactNode;
  /** Said under the name of a column. */
  under?(column: Of): ReactNode;
  className?: string;
}

/** One row for one thing, all that are compared under each other's column. */
export function ColumnsTable<Row extends { label: string }, Of extends Column>(
  props: ColumnsTableProps<Row, Of>,
) {
  const { name, rows, columns, cell, under, className } = props;
  return (
    <table aria-label={name} className={cn('w-full border-collapse text-sm', className)}>
      <thead>
        <tr className="border-b text-xs">
          <th scope="col" className="py-2 text-left">
            <span className="sr-only">Quantity</span>
          </th>
          {columns.map((column) => (
            <th key={column.id} scope="col" className="py-2 pl-3 text-right align-top">
              <SideLabel side={column.side} plural />
              {under?.(column)}
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
            {columns.map((column) => (
              <td key={column.id} className="py-1.5 pl-3 text-right">
                {cell(row, column)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
