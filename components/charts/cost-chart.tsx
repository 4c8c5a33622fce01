'use client';

import { CartesianGrid, Line, LineChart, ReferenceDot, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { logPosition } from '#lib/domain/charts/axis.ts';
import type { CostChart as Chart, CostPoint } from '#lib/domain/charts/cost-against-traffic.ts';
import { formatCount, formatUsd } from '#lib/domain/charts/format.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { AXIS, GRID, insideLabel, MARGIN, STILL, yRoom } from './axes.ts';
import { ChartFrame } from './chart-frame.tsx';
import { SideLegend } from './legend.tsx';
import { BreakEvenMark, SIDE_MARK, SideMark } from './marks.tsx';
import { Plot } from './plot.tsx';
import { SideTipRow, Tip, TipRow } from './tip.tsx';

const TITLE = 'Cost of a month against traffic';

/** Where the answer crosses over: both bills against requests a month, log-log. */
export function CostChart({ chart }: { chart: Chart }) {
  return (
    <ChartFrame
      title={TITLE}
      summary={chart.summary}
      table={chart.table}
      legend={<SideLegend breakEven={chart.breakEven !== null} />}
      note="Both axes are logarithmic. Computed from the billed time and the list prices, not measured."
    >
      <Plot height="h-80">
        <LineChart data={chart.points} margin={{ ...MARGIN, top: 24 }} title={TITLE} desc={chart.summary}>
          <CartesianGrid {...GRID} />
          <XAxis
            {...AXIS}
            dataKey="requests"
            type="number"
            scale="log"
            domain={chart.requests.domain}
            ticks={chart.requests.ticks}
            tickFormatter={formatCount}
            allowDataOverflow
          />
          <YAxis
            {...AXIS}
            width={yRoom(chart.usd.ticks.map(formatUsd))}
            scale="log"
            domain={chart.usd.domain}
            ticks={chart.usd.ticks}
            tickFormatter={formatUsd}
            allowDataOverflow
          />
          <Tooltip {...STILL} cursor={{ stroke: 'var(--chart-axis)' }} content={CostTip} />
          {SIDES.map((side) => (
            <Line
              key={side}
              {...STILL}
              dataKey={side}
              stroke={SIDE_MARK[side]}
              strokeWidth={2}
              dot={false}
              activeDot={{ r: 3.5 }}
            />
          ))}
          {ownTraffic(chart)}
          {breakEvenDot(chart)}
        </LineChart>
      </Plot>
    </ChartFrame>
  );
}

/** The workload's own traffic: a line in ink, and each side's own bill on it. */
function ownTraffic({ own, requests }: Chart) {
  const right = logPosition(own.requests, requests.domain) > 0.5;
  const label = {
    ...insideLabel(own.label, 'insideTopLeft'),
    position: 'top' as const,
    textAnchor: right ? ('end' as const) : ('start' as const),
  };
  return [
    <ReferenceLine key="own" x={own.requests} stroke="var(--chart-ink)" strokeWidth={1} label={label} />,
    ...SIDES.map((side) => (
      <ReferenceDot
        key={side}
        x={own.requests}
        y={own[side]}
        shape={({ cx, cy }) => <SideMark side={side} cx={cx} cy={cy} />}
      />
    )),
  ];
}

function breakEvenDot({ breakEven, requests }: Chart) {
  if (!breakEven) return null;
  // Above and to the left of the crossing there is no line; near the left edge there is no room.
  const left = logPosition(breakEven.requests, requests.domain) > 0.4;
  return (
    <ReferenceDot
      x={breakEven.requests}
      y={breakEven.usd}
      shape={({ cx, cy }) => <BreakEvenMark cx={cx} cy={cy} />}
      label={{
        ...insideLabel(breakEven.label, 'insideTopLeft'),
        position: left ? ('top' as const) : ('bottom' as const),
        offset: 12,
        textAnchor: left ? ('end' as const) : ('start' as const),
      }}
    />
  );
}

interface TipProps {
  active?: boolean;
  payload?: readonly { payload?: CostPoint }[];
}

function CostTip({ active, payload }: TipProps) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <Tip title={`${formatCount(point.requests)} requests a month`}>
      {SIDES.map((side) => (
        <SideTipRow key={side} side={side} value={formatUsd(point[side])} />
      ))}
      <TipRow label="Fargate tasks" value={formatCount(point.tasks)} />
    </Tip>
  );
}
