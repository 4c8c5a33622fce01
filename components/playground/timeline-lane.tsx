import type { CSSProperties } from 'react';
import { ColdMark, ErrorMark, SIDE_MARK } from '#components/charts/marks.tsx';
import { cn } from '#components/ui/cn.ts';
import type { Side } from '#lib/domain/execution/executor.ts';
import type { Phase, Segment, Timeline, TimelineLane } from '#lib/domain/interactive/timeline.ts';

/** Label and track: the same columns for the axis, every lane and the counts, so that all share one axis. */
export const LANE_GRID = 'grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-2 sm:grid-cols-[8.5rem_minmax(0,1fr)]';

/** How each phase is drawn: by form first, so that the colour stays the side's. */
export const PHASE_STYLE: Record<Phase, (colour: string) => CSSProperties> = {
  before: (colour) => ({
    border: `1px dotted ${colour}`,
    background: `linear-gradient(135deg, ${colour} 8%, transparent 0 50%, ${colour} 0 58%, transparent 0) 0 0 / 6px 6px`,
  }),
  queued: (colour) => ({ height: '34%', borderBottom: `1.5px dotted ${colour}` }),
  init: (colour) => ({
    border: `1px solid ${colour}`,
    background: `linear-gradient(135deg, ${colour} 12.5%, transparent 0 50%, ${colour} 0 62.5%, transparent 0) 0 0 / 6px 6px`,
  }),
  handler: (colour) => ({ background: colour }),
  passing: (colour) => ({ height: '34%', borderBottom: `1.5px solid ${colour}` }),
};

type TimeAxis = Pick<Timeline, 'begin' | 'end'>;

/** Where an instant lies on the time axis, in percent of its width. */
export const axisPercent = (ms: number, { begin, end }: TimeAxis): number =>
  Math.min(100, Math.max(0, ((ms - begin) / (end - begin)) * 100));

interface LaneProps {
  side: Side;
  lane: TimelineLane;
  axis: TimeAxis;
  dense: boolean;
}

export function Lane({ side, lane, axis, dense }: LaneProps) {
  return (
    <li title={lane.words} className={cn(LANE_GRID, 'relative h-(--lane) items-center hover:bg-muted/60')}>
      <span className="sr-only">{lane.words}</span>
      <span
        aria-hidden="true"
        className={cn(
          'num flex items-center gap-1 leading-none text-muted-foreground',
          dense ? 'text-[0.625rem]' : 'text-[0.6875rem]',
        )}
      >
        <span className="w-5 shrink-0 text-right">{lane.index + 1}</span>
        <span className="size-2.5 shrink-0">{lane.cold ? <Mark cold /> : null}</span>
        <span className="size-2.5 shrink-0">{lane.failed ? <Mark /> : null}</span>
        <span className="truncate">{lane.instance}</span>
      </span>
      <span aria-hidden="true" className="relative block h-(--lane)">
        {lane.segments.map((segment) => (
          <Bar key={segment.phase} side={side} segment={segment} axis={axis} />
        ))}
      </span>
    </li>
  );
}

interface BarProps {
  side: Side;
  segment: Segment;
  axis: TimeAxis;
}

/** At least a hair wide: a phase that was there is seen, however long the axis. */
const Bar = ({ side, segment: { phase, from, to }, axis }: BarProps) => (
  <span
    className="absolute inset-y-[12%] min-w-0.5"
    style={{
      left: `${axisPercent(from, axis)}%`,
      width: `${axisPercent(to, axis) - axisPercent(from, axis)}%`,
      ...PHASE_STYLE[phase](SIDE_MARK[side]),
    }}
  />
);

export const Mark = ({ cold = false }: { cold?: boolean }) => (
  <svg viewBox="0 0 12 12" aria-hidden="true" className="block size-full overflow-visible">
    {cold ? <ColdMark cx={6} cy={6} /> : <ErrorMark cx={6} cy={6} />}
  </svg>
);
