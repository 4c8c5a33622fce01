'use client';

import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import type { Lanes } from '#lib/domain/charts/lanes.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { AXIS, GRID, STILL, Y_WIDTH } from './axes.ts';
import { type JoinedLane, joined, secondsAxis } from './joined-lane.ts';
import { SIDE_MARK } from './marks.tsx';
import { Plot } from './plot.tsx';
import { SideTipRow, Tip } from './tip.tsx';

/** Environments and replicas alive in each second, on the time axis of the lanes above. */
export function InstancesLane({ lanes, syncId, name }: JoinedLane) {
  const top = lanes.instances.ticks.at(-1) ?? 1;
  return (
    <Plot height="h-36">
      <LineChart data={rows(lanes)} {...joined({ lanes, syncId, name })}>
        <CartesianGrid {...GRID} vertical={false} />
        <XAxis
          {...secondsAxis(lanes)}
          ticks={lanes.seconds.ticks}
          tickFormatter={(second: number) => `${second} s`}
        />
        <YAxis {...AXIS} width={Y_WIDTH} domain={[0, top]} ticks={lanes.instances.ticks} />
        <Tooltip {...STILL} cursor={{ stroke: 'var(--chart-axis)' }} content={InstancesTip} />
        {SIDES.map((side) => (
          <Line
            key={side}
            {...STILL}
            dataKey={side}
            type="stepAfter"
            stroke={SIDE_MARK[side]}
            strokeWidth={2}
            dot={false}
            activeDot={{ r: 3 }}
          />
        ))}
      </LineChart>
    </Plot>
  );
}

interface InstancesRow {
  second: number;
  function: number | null;
  container: number | null;
}

function rows({ points }: Lanes): InstancesRow[] {
  const length = Math.max(points.function.length, points.container.length);
  return Array.from({ length }, (_, second) => ({
    second,
    function: points.function[second]?.instances ?? null,
    container: points.container[second]?.instances ?? null,
  }));
}

interface TipProps {
  active?: boolean;
  payload?: readonly { payload?: InstancesRow }[];
}

function InstancesTip({ active, payload }: TipProps) {
  const row = payload?.[0]?.payload;
  if (!active || !row) return null;
  return (
    <Tip title={`second ${row.second}`}>
      {SIDES.map((side) => (
        <SideTipRow key={side} side={side} value={row[side] === null ? '–' : String(row[side])} />
      ))}
    </Tip>
  );
}
