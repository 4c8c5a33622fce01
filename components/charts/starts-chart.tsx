import { SideLabel } from '#components/ui/side-badge.tsx';
import { formatMs } from '#lib/domain/charts/format.ts';
import { type StartsChart as Model, medianLabel, type StartsRow } from '#lib/domain/charts/starts.ts';
import { ChartFrame } from './chart-frame.tsx';
import { SIDE_MARK } from './marks.tsx';

/** Every forced start of both sides as a tick over one axis, so that their distributions can be compared. */
export const StartsChart = ({ chart }: { chart: Model }) => (
  <ChartFrame
    title="How long a start takes"
    summary={chart.summary}
    table={chart.table}
    note="Forced before the first request while nothing was sent, the sides in turn: from the start of the sandbox or container until the code was loaded."
  >
    <div className="grid gap-3">
      {chart.rows.map((row) => (
        <Row key={row.side} row={row} end={chart.end} />
      ))}
      <div aria-hidden="true" className="relative h-4 border-t border-chart-neutral">
        {chart.ticks.map((tick) => (
          <span
            key={tick}
            style={{ left: `${(tick / chart.end) * 100}%` }}
            className="num absolute top-0.5 -translate-x-1/2 text-[0.6875rem] leading-4 whitespace-nowrap text-muted-foreground first:translate-x-0 last:-translate-x-full"
          >
            {formatMs(tick)}
          </span>
        ))}
      </div>
    </div>
  </ChartFrame>
);

/** Two starts may have taken equally long. */
const keyOf = (index: number, ms: number): string => `${index} ${ms}`;

const Row = ({ row, end }: { row: StartsRow; end: number }) => (
  <div>
    <p className="flex flex-wrap items-baseline gap-x-3 text-xs">
      <SideLabel side={row.side} plural />
      <span className="num text-muted-foreground">{row.count}</span>
      <span className="num">{medianLabel(row)}</span>
    </p>
    <div aria-hidden="true" className="relative mt-1 h-6">
      {row.times.map((ms, index) => (
        <span
          key={keyOf(index, ms)}
          className="absolute inset-y-1 w-0.5 -translate-x-1/2 opacity-60"
          style={{ left: `${(ms / end) * 100}%`, background: SIDE_MARK[row.side] }}
        />
      ))}
      {row.p50 === null ? null : (
        <span
          className="absolute inset-y-0 w-1 -translate-x-1/2"
          style={{ left: `${(row.p50 / end) * 100}%`, background: SIDE_MARK[row.side] }}
        />
      )}
    </div>
  </div>
);
