'use client';

import { useId } from 'react';
import { Area, AreaChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { AXIS, GRID, MARGIN, STILL, yRoom } from '#components/charts/axes.ts';
import { ChartFrame } from '#components/charts/chart-frame.tsx';
import { Plot } from '#components/charts/plot.tsx';
import { Tip, TipRow } from '#components/charts/tip.tsx';
import { formatCount, formatRate } from '#lib/domain/charts/format.ts';
import type { LineAxis } from '#lib/domain/charts/line-chart.ts';
import { clock } from '#lib/domain/charts/simulation-line.ts';
import type { TrafficChart as Chart } from '#lib/domain/charts/simulation-traffic.ts';

/** The rate over time in ink: it belongs to neither side. */
export function TrafficChart({ chart, title = 'Rate of the requests' }: { chart: Chart; title?: string }) {
  const id = useId();
  return (
    <ChartFrame
      title={title}
      summary={chart.summary}
      table={chart.table}
      legend={<Figures chart={chart} />}
      note={chart.note}
    >
      <Plot height="h-64">
        <AreaChart data={[...chart.points]} margin={MARGIN} title={title} desc={chart.summary} id={id}>
          <CartesianGrid {...GRID} vertical={false} />
          <XAxis {...AXIS} dataKey="at" type="number" {...scaleOf(chart.x)} interval="preserveStartEnd" />
          <YAxis {...AXIS} width={yRoom(chart.y.ticks.map(({ label }) => label))} {...scaleOf(chart.y)} />
          <Tooltip {...STILL} cursor={{ stroke: 'var(--chart-axis)' }} content={RateTip} />
          <Area
            {...STILL}
            dataKey="rate"
            type="linear"
            stroke="var(--chart-ink)"
            strokeWidth={1.5}
            strokeDasharray="4 3"
            fill="var(--chart-neutral)"
            fillOpacity={0.25}
            dot={false}
            activeDot={{ r: 3 }}
          />
        </AreaChart>
      </Plot>
    </ChartFrame>
  );
}

const scaleOf = ({ domain, ticks }: LineAxis) => ({
  domain: [...domain] as [number, number],
  ticks: ticks.map(({ at }) => at),
  tickFormatter: (value: number) => ticks.find(({ at }) => at === value)?.label ?? '',
});

const Figures = ({ chart }: { chart: Chart }) => (
  <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
    <Figure term="Average" value={formatRate(chart.average)} />
    <Figure term="Peak" value={formatRate(chart.peak)} />
    <Figure term="Requests" value={formatCount(Math.round(chart.requests))} />
  </dl>
);

const Figure = ({ term, value }: { term: string; value: string }) => (
  <div>
    <dt className="text-xs text-muted-foreground">{term}</dt>
    <dd className="num text-lg leading-7">{value}</dd>
  </div>
);

interface TipProps {
  active?: boolean;
  payload?: readonly { payload?: Chart['points'][number] }[];
}

function RateTip({ active, payload }: TipProps) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <Tip title={clock(point.at)}>
      <TipRow label="Rate" value={formatRate(point.rate)} />
    </Tip>
  );
}
