import { SIDE_MARK } from '#components/charts/marks.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import type { Side } from '#lib/domain/execution/executor.ts';
import type { Timeline } from '#lib/domain/interactive/timeline.ts';
import { axisPercent, LANE_GRID } from './timeline-lane.tsx';

interface CountsLaneProps {
  side: Side;
  timeline: Timeline;
  /** The run has ended: the last count is no longer one of now. */
  over: boolean;
}

/** How many environments or replicas lived, as steps; both sides have the same height for the same number. */
export function CountsLane({ side, timeline, over }: CountsLaneProps) {
  const { counts, mostInstances } = timeline;
  const steps = counts[side];
  const now = steps.at(-1)?.count;
  const most = Math.max(0, ...steps.map(({ count }) => count));
  return (
    <div className={`${LANE_GRID} mt-1.5 items-end`}>
      <p className="grid text-xs leading-4">
        <SideLabel side={side} plural />
        <span className="text-muted-foreground">
          <span className="num">{most}</span> at most, <span className="num">{now ?? '–'}</span>{' '}
          {over ? 'at the end' : 'now'}
        </span>
      </p>
      <div aria-hidden="true" className="relative h-10 border-b border-chart-neutral">
        {steps.map(({ from, to, count }) => (
          <span
            key={from}
            title={`${count} from ${Math.round(from)} ms`}
            className="absolute bottom-0 border-t-2"
            style={{
              left: `${axisPercent(from, timeline)}%`,
              width: `${axisPercent(to, timeline) - axisPercent(from, timeline)}%`,
              height: `${(count / mostInstances) * 90}%`,
              borderColor: SIDE_MARK[side],
              background: `color-mix(in oklab, ${SIDE_MARK[side]} 22%, transparent)`,
            }}
          />
        ))}
      </div>
    </div>
  );
}
