import type { StripMark } from '#lib/domain/charts/interval-strip.ts';
import { SIDE_MARK } from './marks.tsx';

const WIDTH = 160;
const HEIGHT = 26;
const PAD = 6;
const x = (position: number): number => PAD + position * (WIDTH - 2 * PAD);

/** The same with bars from zero, for numbers whose sizes are compared. */
export const ZeroStrip = ({ marks }: { marks: readonly StripMark[] }) => (
  <svg
    viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    aria-hidden="true"
    className="mt-1.5 h-[39px] w-60 overflow-visible"
  >
    <path d={`M${PAD} 2V${HEIGHT - 2}`} stroke="var(--chart-neutral)" />
    {marks.map((mark) => (
      <g key={mark.side}>
        <rect
          x={PAD}
          y={mark.side === 'function' ? 5 : 15}
          width={x(mark.at) - PAD}
          height={6}
          fill={SIDE_MARK[mark.side]}
          fillOpacity={0.18}
        />
        {mark.assumed ? <Assumed mark={mark} assumed={mark.assumed} /> : null}
        <Mark mark={mark} />
      </g>
    ))}
  </svg>
);

/** A second, lighter bar: how far what is assumed could move the value. Outlined only, as assumed lines of a bill. */
const Assumed = ({
  mark,
  assumed: { from, to },
}: {
  mark: StripMark;
  assumed: { from: number; to: number };
}) => (
  <rect
    x={x(from)}
    y={mark.side === 'function' ? 4.5 : 14.5}
    width={Math.max(1, x(to) - x(from))}
    height={7}
    rx={1}
    fill={SIDE_MARK[mark.side]}
    fillOpacity={0.12}
    stroke={SIDE_MARK[mark.side]}
    strokeOpacity={0.6}
    strokeWidth={0.75}
    strokeDasharray="3 2"
  />
);

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
