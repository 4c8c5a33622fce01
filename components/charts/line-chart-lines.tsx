import { type ChartLine, type LineChartModel, pathOf } from '#lib/domain/charts/line-chart.ts';
import type { Box } from './line-chart-box.ts';
import { SIDE_MARK } from './marks.tsx';

interface LinesProps {
  model: LineChartModel;
  box: Box;
}

/** The lines, the two that are compared on top, each with its name at its end. */
export function LineChartLines({ model, box }: LinesProps) {
  const ordered = [...model.lines].sort((a, b) => Number(a.strong) - Number(b.strong));
  return (
    <g>
      {ordered.map((line) => (
        <path
          key={line.id}
          d={pathOf(model, line.values, box)}
          fill="none"
          stroke={SIDE_MARK[line.side]}
          strokeWidth={line.strong ? 2.5 : 1.25}
          strokeOpacity={line.strong ? 1 : 0.75}
          strokeDasharray={line.dash ?? undefined}
          strokeLinejoin="round"
        />
      ))}
      {ordered.map((line) => (
        <Name key={line.id} line={line} box={box} />
      ))}
    </g>
  );
}

const FONT = { fontSize: 11, fontFamily: 'var(--font-geist-sans)' } as const;

/** The name, and a hair from the line's end to where it found room. */
function Name({ line, box }: { line: ChartLine; box: Box }) {
  const place = box.names.find(({ id }) => id === line.id);
  if (!place) return null;
  const { width, narrow } = box;
  return (
    <g>
      <path
        d={`M${width} ${place.from}L${width + 8} ${place.at}`}
        stroke={SIDE_MARK[line.side]}
        fill="none"
      />
      <text
        x={width + 12}
        y={place.at}
        dy="0.35em"
        fill={`var(--${line.side})`}
        fontWeight={line.strong ? 600 : 400}
        {...FONT}
      >
        {narrow ? line.letter : `${line.letter} ${line.name}`}
      </text>
    </g>
  );
}
