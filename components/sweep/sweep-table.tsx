import Link from 'next/link';
import { Quantity } from '#components/ui/quantity.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { StateBadge } from '#components/ui/state-badge.tsx';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { SweepView } from '#lib/domain/live/api.ts';
import { picksAt } from '#lib/domain/sweep/chart.ts';

/** Every setting with its state and, when it is measured, what it costs and how fast it is on both sides. */
export const SweepTable = ({ view }: { view: SweepView }) => (
  <table aria-label="Settings" className="w-full border-collapse text-sm">
    <thead>
      <tr className="border-b text-left text-xs max-sm:sr-only">
        <th scope="col" className="py-2 pr-3 font-medium">
          Setting
        </th>
        {SIDES.map((side) => (
          <th key={side} scope="col" className="py-2 pr-3">
            <SideLabel side={side} plural />
          </th>
        ))}
      </tr>
    </thead>
    <tbody className="divide-y divide-border/60">
      {view.experiments.map(({ experiment, label, choice }) => (
        <tr key={experiment.id} className="align-top max-sm:grid max-sm:py-2">
          <th scope="row" className="py-2 pr-3 text-left font-normal">
            <Link href={`/experiments/${experiment.id}`} className="underline underline-offset-4">
              {label}
            </Link>
            <StateBadge state={experiment.state} choice={choice} className="ml-2" />
          </th>
          {SIDES.map((side) => (
            <td key={side} className="py-2 pr-3 max-sm:py-0.5">
              <Cell side={side} view={view} experimentId={experiment.id} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

interface CellProps {
  side: Side;
  view: SweepView;
  experimentId: string;
}

function Cell({ side, view, experimentId }: CellProps) {
  const curve = view.prepared?.sides[side];
  const at = curve?.points.findIndex((point) => point.experimentId === experimentId) ?? -1;
  const point = curve?.points[at];
  if (!curve || !point) return null;
  const picks = picksAt(curve, at);
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <span className="sm:sr-only">
        <SideLabel side={side} plural />
      </span>
      <Quantity kind="ms" value={point.ms} interval={point.interval} />
      <Quantity kind="usd" value={point.usd} interval={point.usdInterval} origin="calculated" />
      {point.startMs === null ? null : (
        <span className="text-muted-foreground">
          start <Quantity kind="ms" value={point.startMs} />
        </span>
      )}
      {point.score === null ? (
        <span className="text-muted-foreground">
          {point.doubt === null ? 'too many failures' : 'in doubt'}
        </span>
      ) : null}
      {picks ? <strong className="font-medium">{picks}</strong> : null}
    </span>
  );
}
