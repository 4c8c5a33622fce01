import { SideLabel } from '#components/ui/side-badge.tsx';
import { REPEATS } from '#lib/client/simulate/all-jobs.ts';
import type { ReplayRow } from '#lib/domain/charts/simulation-replay.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';

/** On a narrow screen a row takes three lines: its name, both values, what they say. */
const GRID_ROW = 'max-sm:grid max-sm:grid-cols-2 max-sm:gap-x-4';
const HEAD = 'py-2 font-medium sm:pr-6 sm:text-right';

/** Measured and simulated beside each other, the difference written out. */
export const ReplayTable = ({ rows }: { rows: readonly ReplayRow[] }) => (
  <table className="w-full border-collapse text-sm">
    <caption className="pb-2 text-left text-xs text-muted-foreground">
      The requests of the run as in its report, without its warm-up. Simulated: the median of {REPEATS}{' '}
      simulations, the least and the most of them below it.
    </caption>
    <thead>
      <tr className={`${GRID_ROW} border-b text-left text-xs text-muted-foreground`}>
        <th scope="col" className="w-48 py-2 max-sm:sr-only">
          <span className="sr-only">Figure</span>
        </th>
        <th scope="col" className={HEAD}>
          Measured
        </th>
        <th scope="col" className={HEAD}>
          Simulated
        </th>
        <th scope="col" className={`${HEAD} max-sm:sr-only`}>
          Difference
        </th>
        <th scope="col" className="py-2 font-medium max-sm:sr-only">
          Says
        </th>
      </tr>
    </thead>
    {SIDES.map((side) => (
      <tbody key={side} className="border-b">
        <tr>
          <th scope="rowgroup" colSpan={5} className="pt-4 pb-1 text-left">
            <SideLabel side={side} plural />
          </th>
        </tr>
        {rows
          .filter((row) => row.side === side)
          .map((row) => (
            <Row key={row.label} row={row} />
          ))}
      </tbody>
    ))}
  </table>
);

const Row = ({ row }: { row: ReplayRow }) => (
  <tr className={`${GRID_ROW} border-t border-border/60 align-top max-sm:py-2`}>
    <th scope="row" className="text-left font-normal max-sm:col-span-2 sm:py-1.5">
      {row.label}
    </th>
    <td className="num sm:py-1.5 sm:pr-6 sm:text-right">{row.measured}</td>
    <td className="num sm:py-1.5 sm:pr-6 sm:text-right">
      <span className="underline decoration-dashed decoration-input underline-offset-4">{row.simulated}</span>
      <span className="block text-xs whitespace-nowrap text-muted-foreground">{row.range}</span>
    </td>
    <td className="num sm:py-1.5 sm:pr-6 sm:text-right">{row.difference}</td>
    <td className="text-muted-foreground sm:py-1.5">{saysOf(row)}</td>
  </tr>
);

function saysOf({ given, within }: ReplayRow): string {
  const where = within ? 'within chance' : 'beyond chance';
  return given ? `mostly an input, ${where}` : `predicted, ${where}`;
}
