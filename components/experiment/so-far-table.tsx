import { SideLabel } from '#components/ui/side-badge.tsx';
import { exactCount } from '#lib/domain/charts/format.ts';
import { isFinal } from '#lib/domain/experiment/state.ts';
import { type SoFar, soFar } from '#lib/domain/live/progress.ts';
import type { LiveView } from '#lib/domain/live/reduce.ts';

const ROWS: readonly { label: string; value(side: SoFar): number }[] = [
  { label: 'Requests', value: (side) => side.requests },
  { label: 'Cold starts', value: (side) => side.cold },
  { label: 'Errors', value: (side) => side.errors },
  { label: 'Most instances', value: (side) => side.peakInstances },
];

/** What each side has shown until now, in aligned rows. */
export function SoFarTable({ view }: { view: LiveView }) {
  const title = isFinal(view.state) ? 'Found until it stopped' : 'Found so far';
  const sides = soFar(view);
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="pb-2 text-left text-sm font-semibold">{title}</caption>
      <thead>
        <tr className="border-b text-xs">
          <th scope="col" className="py-1.5">
            <span className="sr-only">Quantity</span>
          </th>
          {sides.map(({ side }) => (
            <th key={side} scope="col" className="py-1.5 pl-3 text-right">
              <SideLabel side={side} plural />
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-border/60">
        {ROWS.map((row) => (
          <tr key={row.label}>
            <th scope="row" className="py-1.5 text-left font-normal">
              {row.label}
            </th>
            {sides.map((side) => (
              <td key={side.side} className="num py-1.5 pl-3 text-right">
                {exactCount(row.value(side))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
