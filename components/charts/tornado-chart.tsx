import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import type { Tornado, TornadoEnd, TornadoRow } from '#lib/domain/charts/tornado.ts';
import type { Side } from '#lib/domain/execution/executor.ts';
import { SIDE_MARK } from './marks.tsx';

interface TornadoChartProps {
  tornado: Tornado;
  names: readonly [string, string];
  /** Of the first and the second platform. */
  sides: readonly [Side, Side];
}

/** One row for each thing that may change, all over one axis: the difference of the two bills. */
export const TornadoChart = ({ tornado, names, sides }: TornadoChartProps) => (
  <div className="relative">
    <div className={cn(GRID, 'mb-1 text-xs')}>
      <span />
      <p className="flex justify-between gap-4 max-sm:flex-col max-sm:gap-0">
        <span>← {names[1]} cheaper</span>
        <span className="max-sm:text-right">{names[0]} cheaper →</span>
      </p>
    </div>
    <div className={GRID} aria-hidden="true">
      <span />
      <div className="relative h-4">
        {tornado.ticks.map(({ at, label }) => (
          <span
            key={label}
            style={{ left: percent(at) }}
            className="num absolute -translate-x-1/2 text-[0.6875rem] leading-4 whitespace-nowrap text-muted-foreground max-sm:[&:nth-child(even)]:hidden"
          >
            {label}
          </span>
        ))}
      </div>
    </div>
    <ol className="relative">
      {tornado.rows.map((row) => (
        <Row key={row.factor} row={row} tornado={tornado} sides={sides} />
      ))}
    </ol>
  </div>
);

const GRID = 'grid gap-x-4 sm:grid-cols-[11rem_minmax(0,1fr)]';
const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

interface RowProps {
  row: TornadoRow;
  tornado: Tornado;
  sides: readonly [Side, Side];
}

const Row = ({ row, tornado, sides }: RowProps) => (
  <li className={cn(GRID, 'items-center border-t border-border/60 py-1.5')}>
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm leading-5">
      {row.factor}
      {row.measured ? <Badge variant="outline">measured</Badge> : null}
      {row.turns ? <Badge variant="solid">turns the answer</Badge> : null}
    </span>
    <div className="relative h-10">
      <Rule at={tornado.zero} strong />
      <Rule at={tornado.base.at} />
      {row.pieces.map(({ from, to, cheaper }) => (
        <span
          key={cheaper}
          className="absolute top-0.5 h-4 min-w-0.5"
          style={{
            left: percent(from),
            width: percent(to - from),
            background: SIDE_MARK[sides[cheaper === 'first' ? 0 : 1]],
            opacity: row.measured ? 1 : 0.75,
          }}
        />
      ))}
      <Ends ends={row.ends} />
    </div>
  </li>
);

const Rule = ({ at, strong = false }: { at: number | null; strong?: boolean }) =>
  at === null ? null : (
    <span
      className={cn(
        'absolute -inset-y-1.5 w-px',
        strong ? 'bg-foreground' : 'border-l border-dashed border-input',
      )}
      style={{ left: percent(at) }}
    />
  );

/** What each end means and the difference there, under the bar; kept inside of the picture. */
const Ends = ({ ends: [left, right] }: { ends: readonly [TornadoEnd, TornadoEnd] }) => (
  <p className="num absolute inset-x-0 top-5 flex justify-between gap-3 text-[0.6875rem] leading-4 text-muted-foreground">
    <End end={left} />
    <End end={right} />
  </p>
);

const End = ({ end }: { end: TornadoEnd }) => (
  <span className="relative truncate bg-background px-0.5">
    <span className="font-sans">{end.label}:</span> {end.text}
  </span>
);
