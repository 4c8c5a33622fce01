'use client';

import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { formatMs, formatShare } from '#lib/domain/charts/format.ts';
import {
  type DistributionChart as Chart,
  type DistributionRow,
  shareAtHeight,
} from '#lib/domain/charts/latency-distribution.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { AXIS, GRID, insideLabel, MARGIN, STILL, Y_WIDTH } from './axes.ts';
import { ChartFrame } from './chart-frame.tsx';
import { SideLegend } from './legend.tsx';
import { SIDE_MARK } from './marks.tsx';
import { Plot } from './plot.tsx';
import { SideTipRow, Tip } from './tip.tsx';

const TITLE = 'Requests answered within a time';

/** The latency distribution of both sides: log time across, evenly spaced nines up. */
export function DistributionChart({ chart }: { chart: Chart }) {
  return (
    <ChartFrame
      title={TITLE}
      summary={chart.summary}
      table={chart.table}
      legend={<SideLegend />}
      note="Further left is faster. Upwards each step is ten times fewer slower requests, so that the tail can be seen."
    >
      <Distribution chart={chart} />
    </ChartFrame>
  );
}

const Distribution = ({ chart }: { chart: Chart }) => (
  <Plot height="h-72">
    <LineChart data={chart.rows} margin={MARGIN} title={TITLE} desc={chart.summary}>
      <CartesianGrid {...GRID} />
      <XAxis
        {...AXIS}
        dataKey="ms"
        type="number"
        scale="log"
        domain={chart.ms.domain}
        ticks={chart.ms.ticks}
        tickFormatter={formatMs}
        allowDataOverflow
      />
      <YAxis
        {...AXIS}
        width={Y_WIDTH}
        domain={chart.height.domain}
        ticks={chart.height.ticks}
        interval={0}
        tickFormatter={shareAtHeight}
      />
      <ReferenceLine
        x={chart.target.ms}
        stroke="var(--chart-ink)"
        strokeWidth={1}
        label={insideLabel(chart.target.label, labelSide(chart))}
      />
      <Tooltip {...STILL} cursor={{ stroke: 'var(--chart-axis)' }} content={DistributionTip} />
      {SIDES.map((side) => (
        <Line
          key={side}
          {...STILL}
          dataKey={(row: DistributionRow) => row.height[side]}
          name={side}
          type="stepAfter"
          stroke={SIDE_MARK[side]}
          strokeWidth={2}
          dot={false}
          activeDot={{ r: 3.5 }}
        />
      ))}
    </LineChart>
  </Plot>
);

/** The target's label goes to the side of its line that has room. */
function labelSide({ ms, target }: Chart): 'insideBottomRight' | 'insideTopLeft' {
  const middle = Math.sqrt(ms.domain[0] * ms.domain[1]);
  return target.ms > middle ? 'insideBottomRight' : 'insideTopLeft';
}

interface TipProps {
  active?: boolean;
  payload?: readonly { payload?: DistributionRow }[];
}

function DistributionTip({ active, payload }: TipProps) {
  const row = payload?.[0]?.payload;
  if (!active || !row) return null;
  return (
    <Tip title={`within ${formatMs(row.ms)}`}>
      {SIDES.map((side) => {
        const share = row.share[side];
        return <SideTipRow key={side} side={side} value={share === null ? '–' : formatShare(share)} />;
      })}
    </Tip>
  );
}
