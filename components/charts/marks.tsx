import type { Side } from '#lib/domain/execution/executor.ts';

/** Shapes that mean one thing in every chart, so that none is told by colour alone. */

interface At {
  cx?: number | undefined;
  cy?: number | undefined;
}

/** Chart strokes by side; text uses text-function and text-container. */
export const SIDE_MARK: Record<Side, string> = {
  function: 'var(--function-mark)',
  container: 'var(--container-mark)',
};

/** A cold start: an open diamond in ink. */
export const ColdMark = ({ cx = 0, cy = 0 }: At) => (
  <path
    d={`M${cx} ${cy - 4.5}L${cx + 4.5} ${cy}L${cx} ${cy + 4.5}L${cx - 4.5} ${cy}Z`}
    fill="var(--card)"
    stroke="var(--chart-ink)"
    strokeWidth={1.5}
  />
);

/** An error: a cross in red. */
export const ErrorMark = ({ cx = 0, cy = 0 }: At) => (
  <path
    d={`M${cx - 3.5} ${cy - 3.5}L${cx + 3.5} ${cy + 3.5}M${cx - 3.5} ${cy + 3.5}L${cx + 3.5} ${cy - 3.5}`}
    stroke="var(--chart-error)"
    strokeWidth={2}
  />
);

/** A circle for functions, a square for containers. */
export const SideMark = ({ side, cx = 0, cy = 0 }: At & { side: Side }) =>
  side === 'function' ? (
    <circle cx={cx} cy={cy} r={4.5} fill={SIDE_MARK.function} stroke="var(--card)" strokeWidth={1.5} />
  ) : (
    <rect
      x={cx - 4}
      y={cy - 4}
      width={8}
      height={8}
      fill={SIDE_MARK.container}
      stroke="var(--card)"
      strokeWidth={1.5}
    />
  );

/** Where both bills meet: a ring in ink. */
export const BreakEvenMark = ({ cx = 0, cy = 0 }: At) => (
  <circle cx={cx} cy={cy} r={6} fill="none" stroke="var(--chart-ink)" strokeWidth={2} />
);
