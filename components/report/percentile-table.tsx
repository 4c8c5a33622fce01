import { IntervalStrip } from '#components/charts/interval-strip.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { prepareStrips, type StripMark } from '#lib/domain/charts/interval-strip.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import type { LatencyGroup, LatencyRow } from '#lib/domain/report/latency-rows.ts';
import { MeasuredValue } from './measured-value.tsx';

/** Percentiles of both sides with their intervals, a picture on one axis, and the difference in words. */
export function PercentileTable({ groups }: { groups: readonly LatencyGroup[] }) {
  const strips = prepareStrips(groups.flatMap((group) => group.rows));
  let next = 0;
  return (
    <div>
      <table className="w-full border-collapse text-sm">
        <caption className="pb-2 text-left text-xs text-muted-foreground">
          Small figures are 95% intervals. A dash means too few samples.{' '}
          <span className="max-md:hidden">The pictures share one logarithmic axis.</span>
        </caption>
        <Head />
        {groups.map((group) => {
          const mine = strips.slice(next, next + group.rows.length);
          next += group.rows.length;
          return <Group key={group.id} group={group} strips={mine} />;
        })}
      </table>
    </div>
  );
}

const Head = () => (
  <thead>
    <tr className={`${GRID_ROW} border-b text-left text-xs`}>
      <th scope="col" className="py-2 pr-3">
        <span className="sr-only">Quantity</span>
      </th>
      {SIDES.map((side) => (
        <th key={side} scope="col" className="py-2 text-right md:pr-4">
          <SideLabel side={side} plural />
        </th>
      ))}
      <th scope="col" className="py-2 pr-4 max-md:hidden" aria-label="On one axis" />
      <th scope="col" className="py-2 font-medium text-muted-foreground max-md:sr-only">
        Difference
      </th>
    </tr>
  </thead>
);

/** On a narrow screen a row takes two lines: both values side by side, the difference below. */
const GRID_ROW = 'max-md:grid max-md:grid-cols-[3.25rem_1fr_1fr] max-md:gap-x-2';

interface GroupProps {
  group: LatencyGroup;
  strips: readonly StripMark[][];
}

const Group = ({ group, strips }: GroupProps) => (
  <tbody className="border-b">
    <tr>
      <th scope="rowgroup" colSpan={5} className="pt-4 pb-1 text-left font-medium">
        {group.id === 'cold' ? <Diamond /> : null}
        {group.title}
        <span className="text-xs font-normal text-muted-foreground max-md:block md:ml-2">{group.note}</span>
      </th>
    </tr>
    {group.rows.map((row, index) => (
      <Row key={row.label} row={row} marks={strips[index] ?? []} />
    ))}
  </tbody>
);

/** The shape that means a cold start in every chart. */
const Diamond = () => (
  <svg viewBox="0 0 12 12" aria-hidden="true" className="mr-1.5 inline size-3 align-[-1px]">
    <path d="M6 1L11 6L6 11L1 6Z" fill="none" stroke="currentColor" strokeWidth={1.5} />
  </svg>
);

const Row = ({ row, marks }: { row: LatencyRow; marks: readonly StripMark[] }) => (
  <tr className={`${GRID_ROW} border-t border-border/60 align-middle`}>
    <th scope="row" className="py-1.5 pr-3 text-left font-normal">
      {row.label}
    </th>
    {SIDES.map((side) => (
      <td key={side} className="py-1.5 text-right md:pr-4">
        <MeasuredValue kind="ms" measured={row[side]} />
      </td>
    ))}
    <td className="py-0.5 pr-4 max-md:hidden">
      <IntervalStrip marks={marks} />
    </td>
    <td className="py-1.5 max-md:col-span-3 max-md:pt-0 max-md:empty:hidden">{row.difference}</td>
  </tr>
);
