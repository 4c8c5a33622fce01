import { SideLabel } from '#components/ui/side-badge.tsx';
import type { SimulatedCell, SimulationGroup, SimulationRow } from '#lib/domain/charts/simulation-rows.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';

/** On a narrow screen a row takes three lines: its name, both values, the difference. */
const GRID_ROW = 'max-sm:grid max-sm:grid-cols-2 max-sm:gap-x-4';

/** Both sides in aligned rows, the difference written out. */
export const ResultsTable = ({ groups }: { groups: readonly SimulationGroup[] }) => (
  <table className="w-full border-collapse text-sm">
    <caption className="pb-2 text-left text-xs text-muted-foreground">
      Small figures are 95% intervals of the simulation: what another seed may show, not how far reality may
      be.
    </caption>
    <thead>
      <tr className={`${GRID_ROW} border-b text-left text-xs`}>
        <th scope="col" className="w-56 py-2 pr-4 max-sm:sr-only">
          <span className="sr-only">Quantity</span>
        </th>
        {SIDES.map((side) => (
          <th key={side} scope="col" className="py-2 pr-4 sm:text-right">
            <SideLabel side={side} plural />
          </th>
        ))}
        <th scope="col" className="py-2 font-medium text-muted-foreground max-sm:sr-only sm:pl-6">
          Difference
        </th>
      </tr>
    </thead>
    {groups.map((group) => (
      <tbody key={group.title} className="border-b">
        <tr>
          <th scope="rowgroup" colSpan={4} className="pt-4 pb-1 text-left font-medium">
            {group.title}
          </th>
        </tr>
        {group.rows.map((row) => (
          <Row key={row.label} row={row} />
        ))}
      </tbody>
    ))}
  </table>
);

const Row = ({ row }: { row: SimulationRow }) => (
  <tr className={`${GRID_ROW} border-t border-border/60 align-top max-sm:py-2`}>
    <th scope="row" className="pr-4 text-left font-normal max-sm:col-span-2 sm:py-1.5">
      {row.label}
      {row.note ? <span className="block text-xs text-muted-foreground">{row.note}</span> : null}
    </th>
    {SIDES.map((side) => (
      <td key={side} className="pr-4 sm:py-1.5 sm:text-right">
        <Value cell={row.values[side]} />
      </td>
    ))}
    <td className="text-muted-foreground max-sm:col-span-2 sm:py-1.5 sm:pl-6">{row.difference}</td>
  </tr>
);

const Value = ({ cell: { text, interval } }: { cell: SimulatedCell }) => (
  <>
    <span className="num underline decoration-dashed decoration-input underline-offset-4">{text}</span>
    {interval ? (
      <span className="num block text-xs whitespace-nowrap text-muted-foreground">
        <span className="sr-only">95% interval </span>
        {interval}
      </span>
    ) : null}
  </>
);
