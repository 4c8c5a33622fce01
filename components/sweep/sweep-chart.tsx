'use client';

import { CartesianGrid, LabelList, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts';
import { AXIS, GRID, MARGIN, STILL, Y_WIDTH } from '#components/charts/axes.ts';
import { ChartFrame } from '#components/charts/chart-frame.tsx';
import { SideLegend } from '#components/charts/legend.tsx';
import { SIDE_MARK, SideMark } from '#components/charts/marks.tsx';
import { Plot } from '#components/charts/plot.tsx';
import { Tip, TipRow } from '#components/charts/tip.tsx';
import { formatMs, formatUsd } from '#lib/domain/charts/format.ts';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { SweepChart as Chart, SweepDot } from '#lib/domain/sweep/chart.ts';

const TITLE = 'Cost against speed';

/** What each size costs and how fast it is: further left is cheaper, further down is faster. */
export const SweepChart = ({ chart }: { chart: Chart }) => (
  <ChartFrame
    title={TITLE}
    summary={chart.summary}
    table={chart.table}
    legend={<SideLegend />}
    note="Across: the bill of a month at the described traffic. Up: the median of warm requests. Both logarithmic; each line joins the sizes in their order. Time is measured, cost is calculated from it."
  >
    <Plot height="h-80">
      <ScatterChart margin={{ ...MARGIN, top: 20, right: 28 }} title={TITLE} desc={chart.summary}>
        <CartesianGrid {...GRID} />
        <XAxis
          {...AXIS}
          dataKey="usd"
          type="number"
          scale="log"
          domain={chart.usd.domain}
          ticks={chart.usd.ticks}
          tickFormatter={formatUsd}
          allowDataOverflow
        />
        <YAxis
          {...AXIS}
          dataKey="ms"
          type="number"
          scale="log"
          width={Y_WIDTH}
          domain={chart.ms.domain}
          ticks={chart.ms.ticks}
          tickFormatter={formatMs}
          allowDataOverflow
        />
        <Tooltip {...STILL} cursor={{ stroke: 'var(--chart-axis)' }} content={SweepTip} />
        {SIDES.map((side) => (
          <Scatter
            key={side}
            {...STILL}
            data={chart.dots[side]}
            line={{ stroke: SIDE_MARK[side], strokeWidth: 2 }}
            shape={(props: { cx?: number; cy?: number }) => <Dot side={side} {...props} />}
          >
            <LabelList dataKey="label" position="top" fontSize={11} fill="var(--chart-ink)" />
          </Scatter>
        ))}
      </ScatterChart>
    </Plot>
  </ChartFrame>
);

const Dot = ({ side, cx, cy }: { side: Side; cx?: number; cy?: number }) => (
  <SideMark side={side} cx={cx} cy={cy} />
);

interface TipProps {
  active?: boolean;
  payload?: readonly { payload?: SweepDot }[];
}

function SweepTip({ active, payload }: TipProps) {
  const dot = payload?.[0]?.payload;
  if (!active || !dot) return null;
  return (
    <Tip title={dot.label}>
      <TipRow label="A month" value={formatUsd(dot.usd)} />
      <TipRow label="Warm p50" value={formatMs(dot.ms)} />
      {dot.picks ? <TipRow label="Pick" value={dot.picks} /> : null}
    </Tip>
  );
}
