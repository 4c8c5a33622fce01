import type { CSSProperties } from 'react';
import { ColdMark, ErrorMark, SIDE_MARK } from '#components/charts/marks.tsx';
import { cn } from '#components/ui/cn.ts';
import type { Side } from '#lib/domain/execution/executor.ts';
import type { Phase, Segment, TimelineLane } from '#lib/domain/interactive/timeline.ts';

/** Label and track: the same columns for the axis, every lane and the counts, so that all share one axis. */
export const LANE_GRID = 'grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-2 sm:grid-cols-[8.5rem_minmax(0,1fr)]';

/** How each phase is drawn: by form first, so that the colour stays the side's. */
export const PHASE_STYLE: Record<Phase, (colour: string) => CSSProperties> = {
  queued: (colour) => ({ height: '34%', borderBottom: `1.5px dotted ${colour}` }),
  init: (colour) => ({
    border: `1px solid ${colour}`,
    background: `linear-gradient(135deg, ${colour} 12.5%, transparent 0 50%, ${colour} 0 62.5%, transparent 0) 0 0 / 6px 6px`,
  }),
  handler: (colour) => ({ background: colour }),
  passing: (colour) => ({ height: '34%', borderBottom: `1.5px solid ${colour}` }),
};

interface LaneProps {
  side: Side;
  lane: TimelineLane;
  end: number;
  dense: boolean;
}

export function Lane({ side, lane, end, dense }: LaneProps) {
  const percent = (ms: number) => `${Math.min(100, (ms / end) * 100)}%`;
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
          <Bar key={segment.phase} side={side} segment={segment} percent={percent} />
        ))}
      </span>
    </li>
  );
}

interface BarProps {
  side: Side;
  segment: Segment;
  percent: (ms: number) => string;
}

/** At least a hair wide: a phase that was there is seen, however long the axis. */
const Bar = ({ side, segment: { phase, from, to }, percent }: BarProps) => (
  <span
    className="absolute inset-y-[12%] min-w-0.5"
    style={{ left: percent(from), width: percent(to - from), ...PHASE_STYLE[phase](SIDE_MARK[side]) }}
  />
);

export const Mark = ({ cold = false }: { cold?: boolean }) => (
  <svg viewBox="0 0 12 12" aria-hidden="true" className="block size-full overflow-visible">
    {cold ? <ColdMark cx={6} cy={6} /> : <ErrorMark cx={6} cy={6} />}
  </svg>
);
