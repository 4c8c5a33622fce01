import { along, type LineChartModel } from '#lib/domain/charts/line-chart.ts';
import { AXIS } from './axes.ts';
import type { Box } from './line-chart-box.ts';

const { tick: TICK } = AXIS;

/** Grid and tick labels of both axes. */
export const LineChartAxes = ({ model, box }: { model: LineChartModel; box: Box }) => (
  <g>
    {model.y.ticks.map(({ at, label }) => {
      const y = (1 - along(model.y, at)) * box.height;
      return (
        <g key={at}>
          <path d={`M0 ${y}H${box.width}`} stroke="var(--chart-grid)" />
          <text x={-8} y={y} dy="0.35em" textAnchor="end" {...TICK}>
            {label}
          </text>
        </g>
      );
    })}
    {thinned(model, box).map(({ at, label }) => {
      const x = along(model.x, at) * box.width;
      return (
        <g key={at}>
          <path d={`M${x} 0V${box.height}`} stroke="var(--chart-grid)" />
          <text x={x} y={box.height + 20} textAnchor="middle" {...TICK}>
            {label}
          </text>
        </g>
      );
    })}
  </g>
);

const ROOM_FOR_LABEL = 44;

/** Every second label where all would not fit. */
function thinned({ x }: LineChartModel, { width }: Box) {
  const every = Math.ceil((x.ticks.length * ROOM_FOR_LABEL) / width);
  return x.ticks.filter((_, index) => index % Math.max(1, every) === 0);
}
