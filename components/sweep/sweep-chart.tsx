'use client';

import { AXIS, keptInside, tickWidth, yRoom } from '#components/charts/axes.ts';
import { ChartFrame } from '#components/charts/chart-frame.tsx';
import { SideLegend } from '#components/charts/legend.tsx';
import { useWidth } from '#components/charts/use-width.ts';
import { along } from '#lib/domain/charts/line-chart.ts';
import { SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { SweepChart as Chart, SweepPanel } from '#lib/domain/sweep/chart.ts';
import { Curve, CurveNames } from './sweep-curve.tsx';

/** What each setting takes and costs on both sides, panel over panel, so that a setting is one column. */
export const SweepChart = ({ chart }: { chart: Chart }) => (
  <ChartFrame
    title="Speed and cost of every setting"
    summary={chart.summary}
    table={chart.table}
    legend={<SideLegend />}
    note={`Across: ${chart.across}, in the order of the sweep.${chart.divided ? ' Between two runtimes there is no line, for nothing lies between them.' : ''} Up: logarithmic. Rings are the picks; where there is no room for words, C is cheapest, F fastest, B balanced. Time is measured, with the 95% interval of its median; start is measured and has none here, for few start in a run; the bill is calculated from what was measured at the described traffic. Replicas are started before the run; it is their start then.`}
  >
    {chart.panels.length === 0 ? null : <Panels chart={chart} />}
  </ChartFrame>
);

const RIGHT = 24;
const TOP = 34;
const HEIGHT = 150;
const GAP = 34;
const BOTTOM = 24;
/** Between the names of two settings. */
const BETWEEN_SETTINGS = 10;

/** Where settings stand closer, the picks are named by their letters. */
const ROOM_FOR_PICKS = 120;

interface Place {
  /** Room for the labels of all panels, so that they stay aligned. */
  left: number;
  width: number;
  narrow: boolean;
  x: (index: number) => number;
}

function Panels({ chart: { settings, panels } }: { chart: Chart }) {
  const [ref, total] = useWidth<HTMLDivElement>(720);
  const left = yRoom(panels.flatMap(({ axis }) => axis.ticks.map(({ label }) => label)));
  const width = Math.max(60, total - left - RIGHT);
  const step = width / Math.max(1, settings.length);
  const place: Place = { left, width, narrow: step < ROOM_FOR_PICKS, x: (index) => (index + 0.5) * step };
  const longest = Math.max(0, ...settings.map(tickWidth));
  const every = Math.max(1, Math.ceil((longest + BETWEEN_SETTINGS) / step));
  const height = panels.length * (TOP + HEIGHT + GAP) + BOTTOM - GAP;
  return (
    <div ref={ref}>
      <svg
        width={total}
        height={height}
        role="img"
        aria-label="Speed and cost of every setting"
        className="block"
      >
        {panels.map((panel, index) => (
          <g key={panel.title} transform={`translate(${left} ${index * (TOP + HEIGHT + GAP) + TOP})`}>
            <Panel panel={panel} place={place} />
          </g>
        ))}
        <g transform={`translate(${left} ${height - BOTTOM})`}>
          {settings.map((setting, index) =>
            index % every === 0 ? (
              <text
                key={setting}
                x={keptInside(place.x(index), setting, [-left, width + RIGHT])}
                y={17}
                textAnchor="middle"
                {...AXIS.tick}
              >
                {setting}
              </text>
            ) : null,
          )}
        </g>
      </svg>
    </div>
  );
}

const Panel = ({ panel, place }: { panel: SweepPanel; place: Place }) => {
  const y = (value: number) => (1 - along(panel.axis, value)) * HEIGHT;
  return (
    <g>
      <text x={-place.left} y={-18} fontSize={12} fontWeight={600} fill="var(--foreground)">
        {panel.title}
      </text>
      {panel.axis.ticks.map(({ at, label }) => (
        <g key={at}>
          <path d={`M0 ${y(at)}H${place.width}`} stroke="var(--chart-grid)" />
          <text x={-8} y={y(at)} dy="0.35em" textAnchor="end" {...AXIS.tick}>
            {label}
          </text>
        </g>
      ))}
      {SIDES.map((side) => (
        <Curve key={side} {...curveOf(side, panel, place)} y={y} />
      ))}
      {SIDES.map((side) => (
        <CurveNames key={side} {...curveOf(side, panel, place)} y={y} />
      ))}
    </g>
  );
};

const curveOf = (side: Side, { dots }: SweepPanel, { narrow, x }: Place) => ({
  side,
  dots: dots[side],
  others: dots[side === 'function' ? 'container' : 'function'],
  narrow,
  x: (at: number) => x(at) + SHIFT[side],
});

/** Beside each other, so that neither side's interval covers the other's. */
const SHIFT: Record<Side, number> = { function: -5, container: 5 };
