'use client';

import { ChartLine, Table2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { ChartTable } from '#lib/domain/charts/chart-table.ts';
import { DataTable } from './data-table.tsx';

interface ChartFrameProps {
  title: string;
  /** What the chart shows, in one or two sentences: the accessible description. */
  summary: string;
  table: ChartTable;
  legend?: ReactNode;
  /** Under the picture: how to read it, what is assumed. */
  note?: ReactNode;
  children: ReactNode;
}

/** Every chart stands in this frame: a name, a legend, a description and its data as a table. */
export function ChartFrame({ title, summary, table, legend, note, children }: ChartFrameProps) {
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure aria-labelledby={`${id}-title`} aria-describedby={`${id}-summary`} className="break-inside-avoid">
      <div className="mb-2 flex items-start justify-between gap-x-4">
        <h3 id={`${id}-title`} className="min-w-0 pt-1 text-sm font-semibold">
          {title}
        </h3>
        <TableToggle pressed={asTable} onPress={() => setAsTable(!asTable)} title={title} />
      </div>
      {legend ? <div className="mb-2">{legend}</div> : null}
      {asTable ? <DataTable table={table} /> : children}
      <figcaption className="mt-2 text-xs leading-5 text-muted-foreground">
        <span id={`${id}-summary`}>{summary}</span>
        {note ? <span className="mt-0.5 block">{note}</span> : null}
      </figcaption>
    </figure>
  );
}

function TableToggle({ pressed, onPress, title }: { pressed: boolean; onPress(): void; title: string }) {
  const Icon = pressed ? ChartLine : Table2;
  return (
    <Button
      variant="ghost"
      size="sm"
      className="-mr-2 text-muted-foreground print:hidden"
      onClick={onPress}
      aria-label={`${pressed ? 'Show as chart' : 'Show as table'}: ${title}`}
    >
      <Icon aria-hidden="true" />
      {pressed ? 'Show as chart' : 'Show as table'}
    </Button>
  );
}
