import { cn } from '#components/ui/cn.ts';
import type { WeighedDimension } from '#lib/domain/report/weights.ts';

interface DimensionTableProps {
  dimensions: readonly WeighedDimension[];
  filesRead: number;
}

/** One row per dimension that was looked at, also those where nothing was found. */
export function DimensionTable({ dimensions, filesRead }: DimensionTableProps) {
  return (
    <table className="w-full max-w-3xl border-collapse text-sm">
      <caption className="pb-2 text-left text-xs text-muted-foreground">
        {filesRead} {filesRead === 1 ? 'file was' : 'files were'} read. Effort to leave: that of the hardest
        sign, a judgement from 1 (an hour) to 5 (a rewrite). Judgements are not added up.
      </caption>
      <thead>
        <tr className="border-b text-xs text-muted-foreground">
          <th scope="col" className="py-2 text-left font-medium">
            Dimension
          </th>
          <th scope="col" className="py-2 text-right font-medium">
            Findings
          </th>
          <th scope="col" className="w-40 py-2 pl-6 text-left font-medium sm:w-52">
            Effort
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-border/60">
        {dimensions.map((row) => (
          <Row key={row.dimension} row={row} />
        ))}
      </tbody>
    </table>
  );
}

/** A rewrite: the bar's whole length. */
const MOST = 5;

interface RowProps {
  row: WeighedDimension;
}

const Row = ({ row }: RowProps) => (
  <tr className={cn(row.findings === 0 && 'text-muted-foreground')}>
    <th scope="row" className="py-1.5 pr-3 text-left font-normal first-letter:uppercase">
      {row.dimension}
    </th>
    <td className="num py-1.5 text-right">{row.findings}</td>
    <td className="py-1.5 pl-6">{row.findings === 0 ? 'none found' : <Effort row={row} />}</td>
  </tr>
);

const Effort = ({ row }: RowProps) => (
  <span className="flex items-center gap-2 whitespace-nowrap">
    <span className="num w-5 text-right">{row.effort}</span>
    <svg viewBox="0 0 80 8" aria-hidden="true" className="h-2 w-14 sm:w-20">
      <rect width={(80 * row.effort) / MOST} height={8} fill="currentColor" />
    </svg>
    {row.changed ? <span className="text-xs text-muted-foreground">yours</span> : null}
  </span>
);
