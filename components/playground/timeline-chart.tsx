import type { CSSProperties } from 'react';
import { ChartFrame } from '#components/charts/chart-frame.tsx';
import { cn } from '#components/ui/cn.ts';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { formatMs } from '#lib/domain/charts/format.ts';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { Timeline } from '#lib/domain/interactive/timeline.ts';
import { CountsLane } from './counts-lane.tsx';
import { axisPercent, LANE_GRID, Lane } from './timeline-lane.tsx';
import { TimelineLegend } from './timeline-legend.tsx';

interface TimelineChartProps {
  title: string;
  timeline: Timeline;
  sides: readonly Side[];
  /** Lanes that room is kept for on each side before their invocations are known. */
  expected?: number;
  /** Where the time axis has its zero, in words. */
  zero: string;
  /** Nothing more will come. */
  over: boolean;
}

/** Above this many lanes a side they are drawn thinner. */
const MANY = 16;

/** One lane for each invocation, both sides over one time axis; under it how many instances lived, when told. */
export function TimelineChart({ title, timeline, sides, expected = 0, zero, over }: TimelineChartProps) {
  const rows = (side: Side) => Math.max(expected, timeline.lanes[side].length);
  const dense = sides.some((side) => rows(side) > MANY);
  const shown = SIDES.filter((side) => sides.includes(side));
  const counted = shown.some((side) => timeline.counts[side].length > 0);
  return (
    <ChartFrame
      title={title}
      summary={timeline.summary}
      table={timeline.table}
      legend={<TimelineLegend />}
      note={`Time counts from ${zero}. The phases of a request are laid one after another; what is left of its time is the executor’s own work. What had started before the requests is drawn before them: a replica stands ready, and that start costs no request.`}
    >
      <div className="relative" style={{ '--lane': dense ? '0.75rem' : '1.125rem' } as CSSProperties}>
        <Axis timeline={timeline} />
        {shown.map((side) => (
          <div key={side} className="relative mt-2">
            <SideLabel side={side} plural className="bg-background pr-2 text-xs" />
            <ol aria-label={`Invocations of ${side}s`}>
              {timeline.lanes[side].map((lane) => (
                <Lane key={lane.index} side={side} lane={lane} axis={timeline} dense={dense} />
              ))}
            </ol>
            <div style={{ height: `calc(${rows(side) - timeline.lanes[side].length} * var(--lane))` }} />
          </div>
        ))}
        {counted ? (
          <div className="relative mt-3">
            <p className="w-fit bg-background pr-2 text-xs font-medium">Environments and replicas alive</p>
            {shown.map((side) => (
              <CountsLane key={side} side={side} timeline={timeline} over={over} />
            ))}
          </div>
        ) : null}
      </div>
    </ChartFrame>
  );
}

/** Labels on top, and lines through all lanes of both sides. */
const Axis = ({ timeline: { ticks, begin, end } }: { timeline: Timeline }) => (
  <div aria-hidden="true" className={LANE_GRID}>
    <span />
    <div className="relative h-4">
      {ticks.map((tick) => (
        <span
          key={tick}
          style={{ left: `${axisPercent(tick, { begin, end })}%` }}
          className="num absolute top-0 -translate-x-1/2 text-[0.6875rem] leading-4 whitespace-nowrap text-muted-foreground last:-translate-x-full first:translate-x-0 max-sm:[&:nth-child(even):not(:last-child)]:hidden"
        >
          {formatMs(tick)}
        </span>
      ))}
    </div>
    <div className="pointer-events-none absolute inset-0 top-5">
      <div className={`${LANE_GRID} h-full`}>
        <span />
        <div className="relative">
          {ticks.map((tick) => (
            <span
              key={tick}
              style={{ left: `${axisPercent(tick, { begin, end })}%` }}
              className={cn(
                'absolute inset-y-0 w-px',
                tick === 0 && begin < 0 ? 'bg-chart-neutral' : 'bg-chart-grid',
              )}
            />
          ))}
        </div>
      </div>
    </div>
  </div>
);
