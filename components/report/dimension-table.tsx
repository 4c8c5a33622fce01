import { cn } from '#components/ui/cn.ts';
import { EFFORTS, type WeighedDimension } from '#lib/domain/report/weights.ts';

interface DimensionTableProps {
  dimensions: readonly WeighedDimension[];
  filesRead: number;
}

/** One row per dimension that was looked at, also those where nothing was found. */
export const DimensionTable = ({ dimensions, filesRead }: DimensionTableProps) => (
  <table className="w-full max-w-3xl border-collapse text-sm">
    <caption className="pb-2 text-left text-xs text-muted-foreground">
      <span className="num">{filesRead}</span> {filesRead === 1 ? 'file was' : 'files were'} read. Effort is
      that of leaving the vendor, from an hour to a rewrite.
    </caption>
    <thead>
      <tr className="border-b text-xs text-muted-foreground">
        <th scope="col" className="py-2 text-left font-medium">
          Dimension
        </th>
        <th scope="col" className="py-2 text-right font-medium">
          Findings
        </th>
        <th scope="col" className="w-44 py-2 pl-6 text-left font-medium">
          Effort
        </th>
      </tr>
    </thead>
    <tbody className="divide-y divide-border/60">
      {dimensions.map((row) => (
        <tr key={row.dimension} className={cn(row.findings === 0 && 'text-muted-foreground')}>
          <th scope="row" className="py-1.5 pr-3 text-left font-normal first-letter:uppercase">
            {row.dimension}
          </th>
          <td className="num py-1.5 text-right">{row.findings}</td>
          <td className="py-1.5 pl-6">{row.findings === 0 ? 'none found' : <Effort row={row} />}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Effort = ({ row }: { row: WeighedDimension }) => (
  <span className="flex items-center gap-2 whitespace-nowrap">
    <EffortDots effort={row.effort} />
    <span>
      {EFFORTS[row.effort]?.label ?? ''}
      {row.changed ? <span className="text-xs text-muted-foreground"> (yours)</span> : null}
    </span>
  </span>
);

/** Five steps, filled up to the effort. */
const EffortDots = ({ effort }: { effort: number }) => (
  <span aria-hidden="true" className="inline-flex gap-0.5">
    {[1, 2, 3, 4, 5].map((step) => (
      <span key={step} className={cn('size-2 border border-foreground', step <= effort && 'bg-foreground')} />
    ))}
  </span>
);
