import { along, type LineChartModel } from '#lib/domain/charts/line-chart.ts';
import type { Box } from './line-chart-box.ts';
import { BreakEvenMark } from './marks.tsx';

interface MarksProps {
  model: LineChartModel;
  box: Box;
}

const LABEL = {
  fontSize: 11,
  fill: 'var(--chart-ink)',
  fontFamily: 'var(--font-geist-sans)',
  stroke: 'var(--background)',
  strokeWidth: 4,
  paintOrder: 'stroke',
} as const;

/** The reader's own place, the limit, and the points that have a name. */
export const LineChartMarks = ({ model, box }: MarksProps) => (
  <g>
    <Own model={model} box={box} />
    <Limit model={model} box={box} />
    {model.marks.map((mark, index) => {
      const x = along(model.x, mark.x) * box.width;
      const y = (1 - along(model.y, mark.y)) * box.height;
      const left = toTheLeft(x, box.width, model.own ? along(model.x, model.own.x) * box.width : null);
      return (
        <g key={mark.x}>
          <BreakEvenMark cx={x} cy={y} />
          <text
            x={left ? x - 10 : x + 10}
            y={y + (left ? -9 : 16) + index * (left ? -13 : 13)}
            textAnchor={left ? 'end' : 'start'}
            {...LABEL}
          >
            {mark.label}
          </text>
        </g>
      );
    })}
  </g>
);

/** Where a label of this width has room, away from the line of the reader's own place if it can be. */
const LABEL_WIDTH = 110;

function toTheLeft(x: number, width: number, own: number | null): boolean {
  const roomLeft = x > LABEL_WIDTH;
  const roomRight = x < width - LABEL_WIDTH;
  const crossed = own !== null && own < x && own > x - LABEL_WIDTH;
  if (roomLeft && roomRight) return !crossed;
  return roomLeft;
}

function Own({ model: { own, x }, box }: MarksProps) {
  if (!own) return null;
  const at = along(x, own.x) * box.width;
  const right = at > box.width / 2;
  return (
    <g>
      <path d={`M${at} -6V${box.height}`} stroke="var(--chart-ink)" />
      <text x={at} y={-11} dx={right ? 4 : -4} textAnchor={right ? 'end' : 'start'} {...LABEL}>
        {own.label}
      </text>
    </g>
  );
}

function Limit({ model: { limit, y }, box }: MarksProps) {
  if (!limit) return null;
  const at = (1 - along(y, limit.y)) * box.height;
  return (
    <g>
      <path d={`M0 ${at}H${box.width}`} stroke="var(--chart-ink)" strokeDasharray="1 4" strokeWidth={2} />
      <text x={6} y={at - 6} {...LABEL}>
        {limit.label}
      </text>
    </g>
  );
}
