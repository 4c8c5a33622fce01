import { along, type LineChartModel } from '#lib/domain/charts/line-chart.ts';
import { AXIS } from './axes.ts';
import type { Box } from './line-chart-box.ts';

const { tick: TICK } = AXIS;

/** Grid and tick labels of both axes. */
export function LineChartAxes({ model, box }: { model: LineChartModel; box: Box }) {
  const labelled = roomy(model, box);
  return (
    <g>
      {model.y.ticks.map(({ at, label }) => {
        const y = (1 - along(model.y, at)) * box.height;
        return (
          <g key={at}>
            <path d={`M0 ${y}H${box.width}`} stroke="var(--chart-grid)" />
            {labelled.has(at) ? (
              <text x={-8} y={y} dy="0.35em" textAnchor="end" {...TICK}>
                {label}
              </text>
            ) : null}
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
}

const LINE_OF_TEXT = 14;

/** From below, the ticks whose labels do not stand on the one before. */
function roomy({ y }: LineChartModel, { height }: Box): ReadonlySet<number> {
  const kept = new Set<number>();
  let last = Number.NEGATIVE_INFINITY;
  for (const { at } of y.ticks) {
    const up = along(y, at) * height;
    if (up - last < LINE_OF_TEXT) continue;
    kept.add(at);
    last = up;
  }
  return kept;
}

const ROOM_FOR_LABEL = 44;

/** Every second label where all would not fit. */
function thinned({ x }: LineChartModel, { width }: Box) {
  const every = Math.ceil((x.ticks.length * ROOM_FOR_LABEL) / width);
  return x.ticks.filter((_, index) => index % Math.max(1, every) === 0);
}
