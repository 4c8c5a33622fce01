import { SIDE_MARK, SideMark } from '#components/charts/marks.tsx';
import type { Side } from '#lib/domain/execution/executor.ts';
import type { SweepDot } from '#lib/domain/sweep/chart.ts';

export interface CurveProps {
  side: Side;
  dots: readonly (SweepDot | null)[];
  others: readonly (SweepDot | null)[];
  narrow: boolean;
  x: (index: number) => number;
  y: (value: number) => number;
}

/** A gap breaks the line: a setting that fails is neither fast nor cheap. So does another runtime. */
function pathOf({ dots, x, y }: Pick<CurveProps, 'dots' | 'x' | 'y'>): string {
  return dots
    .map((dot, index) => {
      if (dot === null) return '';
      const pen = dot.joined && dots[index - 1] ? 'L' : 'M';
      return `${pen}${x(index).toFixed(1)} ${y(dot.value).toFixed(1)}`;
    })
    .join('');
}

/** One side of a panel. */
export const Curve = (props: CurveProps) => {
  const { side, dots, x, y } = props;
  return (
    <g>
      <path d={pathOf(props)} fill="none" stroke={SIDE_MARK[side]} strokeWidth={1.5} strokeOpacity={0.6} />
      {dots.map((dot, index) =>
        dot === null ? null : (
          // A setting has no name of its own here; its place in the sweep is what it is.
          <Dot key={`${x(index)}`} side={side} dot={dot} cx={x(index)} y={y} />
        ),
      )}
    </g>
  );
};

/** "fastest, balanced" is "F B". */
const initials = (picks: string): string =>
  picks
    .split(', ')
    .map((pick) => pick.slice(0, 1).toUpperCase())
    .join(' ');

/** The name of the higher of two dots stands above it, of the lower below: they never meet. */
const isAbove = (side: Side, dot: SweepDot, other: SweepDot | null): boolean =>
  other === null || dot.value > other.value || (dot.value === other.value && side === 'function');

interface DotProps {
  side: Side;
  dot: SweepDot;
  cx: number;
  y: (value: number) => number;
}

const LABEL = {
  fontSize: 11,
  fontWeight: 600,
  stroke: 'var(--background)',
  strokeWidth: 4,
  paintOrder: 'stroke',
} as const;

const Dot = ({ side, dot, cx, y }: DotProps) => (
  <g>
    <title>{dot.text}</title>
    {dot.interval ? (
      <path
        d={`M${cx} ${y(dot.interval[0])}V${y(dot.interval[1])}`}
        stroke={SIDE_MARK[side]}
        strokeWidth={1.5}
      />
    ) : null}
    {dot.picks ? (
      <circle cx={cx} cy={y(dot.value)} r={8.5} fill="none" stroke="var(--chart-ink)" strokeWidth={1.5} />
    ) : null}
    <SideMark side={side} cx={cx} cy={y(dot.value)} />
  </g>
);

/** What one side's dots are called; drawn after both sides, so that no interval crosses a word. */
export const CurveNames = ({ side, dots, others, narrow, x, y }: CurveProps) =>
  dots.map((dot, index) => {
    if (dot === null || dot.picks === '') return null;
    const above = isAbove(side, dot, others[index] ?? null);
    return (
      <text
        key={`${x(index)}`}
        x={x(index)}
        y={y(dot.value) + (above ? -13 : 21)}
        textAnchor="middle"
        fill={`var(--${side})`}
        {...LABEL}
      >
        {narrow ? initials(dot.picks) : dot.picks}
      </text>
    );
  });
