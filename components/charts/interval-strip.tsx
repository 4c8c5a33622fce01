import type { StripMark } from '#lib/domain/charts/interval-strip.ts';
import { SIDE_MARK } from './marks.tsx';

const WIDTH = 160;
const HEIGHT = 26;
const PAD = 6;
const x = (position: number): number => PAD + position * (WIDTH - 2 * PAD);

/** Both sides of one row on the axis that all rows share: value as circle or square, interval as a line. */
export const IntervalStrip = ({ marks }: { marks: readonly StripMark[] }) => (
  <svg
    viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    aria-hidden="true"
    className="h-[26px] w-40 shrink-0 overflow-visible"
  >
    <path d={`M0 ${HEIGHT / 2}H${WIDTH}`} stroke="var(--chart-grid)" />
    {marks.map((mark) => (
      <Mark key={mark.side} mark={mark} />
    ))}
  </svg>
);

function Mark({ mark }: { mark: StripMark }) {
  const y = mark.side === 'function' ? 8 : 18;
  const colour = SIDE_MARK[mark.side];
  return (
    <g>
      <path d={`M${x(mark.from)} ${y}H${x(mark.to)}`} stroke={colour} strokeWidth={2} />
      {mark.side === 'function' ? (
        <circle cx={x(mark.at)} cy={y} r={4} fill={colour} />
      ) : (
        <rect x={x(mark.at) - 3.5} y={y - 3.5} width={7} height={7} fill={colour} />
      )}
    </g>
  );
}
