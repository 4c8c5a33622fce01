'use client';

import { Area, CartesianGrid, ComposedChart, Line, ReferenceDot, Tooltip, XAxis, YAxis } from 'recharts';
import { formatMs } from '#lib/domain/charts/format.ts';
import type { LanePoint, Lanes } from '#lib/domain/charts/lanes.ts';
import type { Side } from '#lib/domain/execution/executor.ts';
import { AXIS, GRID, STILL, Y_WIDTH } from './axes.ts';
import { type JoinedLane, joined, secondsAxis } from './joined-lane.ts';
import { ColdMark, ErrorMark, SIDE_MARK } from './marks.tsx';
import { Plot } from './plot.tsx';
import { Tip, TipRow } from './tip.tsx';

interface LaneProps extends JoinedLane {
  side: Side;
}

/** One side's seconds: a band from p50 to p95, cold starts above it and errors below. Gaps stay gaps. */
export function LatencyLane({ side, lanes, syncId, name }: LaneProps) {
  const colour = SIDE_MARK[side];
  return (
    <Plot height="h-40">
      <ComposedChart data={lanes.points[side]} {...joined({ lanes, syncId, name })}>
        <CartesianGrid {...GRID} vertical={false} />
        <XAxis {...secondsAxis(lanes)} tick={false} height={4} />
        <YAxis
          {...AXIS}
          width={Y_WIDTH}
          scale="log"
          domain={lanes.ms.domain}
          ticks={lanes.ms.ticks}
          tickFormatter={formatMs}
          interval={0}
          padding={{ top: 16, bottom: 12 }}
          allowDataOverflow
        />
        <Tooltip {...STILL} cursor={{ stroke: 'var(--chart-axis)' }} content={LaneTip} />
        <Area
          {...STILL}
          dataKey="band"
          stroke="none"
          fill={colour}
          fillOpacity={0.2}
          activeDot={false}
          connectNulls={false}
        />
        <Line {...STILL} dataKey="p50" stroke={colour} strokeWidth={1} dot={smallDot(colour)} />
        <Line {...STILL} dataKey="p95" stroke={colour} strokeWidth={2} dot={smallDot(colour)} />
        {secondMarks(lanes, side)}
      </ComposedChart>
    </Plot>
  );
}

/** Cold starts stand above the band and errors below it, in the room that the axis keeps free. */
function secondMarks({ points, ms }: Lanes, side: Side) {
  const [low, high] = ms.domain;
  return points[side].flatMap(({ second, cold, errors }) => [
    cold === null ? null : (
      <ReferenceDot
        key={`cold ${second}`}
        x={second}
        y={high}
        ifOverflow="visible"
        shape={({ cx, cy }) => <ColdMark cx={cx} cy={(cy ?? 0) - 9} />}
      />
    ),
    errors === null ? null : (
      <ReferenceDot
        key={`error ${second}`}
        x={second}
        y={low}
        ifOverflow="visible"
        shape={({ cx, cy }) => <ErrorMark cx={cx} cy={(cy ?? 0) + 6} />}
      />
    ),
  ]);
}

/** A second between two gaps has no line to either side: without a dot nobody would see it. */
const smallDot = (colour: string) => ({ r: 1.5, fill: colour, stroke: 'none' });

interface TipProps {
  active?: boolean;
  payload?: readonly { payload?: LanePoint }[];
}

function LaneTip({ active, payload }: TipProps) {
  const point = payload?.[0]?.payload;
  if (!active || !point || point.p95 === null) return null;
  return (
    <Tip title={`second ${point.second}`}>
      <TipRow label="p50" value={formatMs(point.p50 ?? 0)} />
      <TipRow label="p95" value={formatMs(point.p95)} />
      <TipRow label="Cold starts" value={String(point.cold ?? 0)} />
      <TipRow label="Errors" value={String(point.errors ?? 0)} />
      <TipRow label="Instances" value={String(point.instances ?? 0)} />
    </Tip>
  );
}
