/** Axis looks shared by every chart. Fixed widths keep charts under each other aligned. */
export const AXIS = {
  tick: { fontSize: 11, fill: 'var(--chart-axis)', fontFamily: 'var(--font-geist-mono)' },
  stroke: 'var(--chart-grid)',
  tickLine: false,
} as const;

export const Y_WIDTH = 58;

/** A character of the mono face is 0.6 em wide. */
export const tickWidth = (label: string): number => label.length * AXIS.tick.fontSize * 0.6;

/** Between a label and its axis, and before the edge of the picture. */
const BESIDE_LABEL = 10;

/** Room for the labels of a vertical axis: the same in every chart, more only where one would be cut off. */
export const yRoom = (labels: readonly string[]): number =>
  Math.max(Y_WIDTH, ...labels.map((label) => Math.ceil(tickWidth(label)) + BESIDE_LABEL));

/** The middle of a label that is wanted at `x` and stays between the edges. */
export const keptInside = (x: number, label: string, [low, high]: readonly [number, number]): number => {
  const half = tickWidth(label) / 2;
  return Math.max(low + half, Math.min(high - half, x));
};
/** At the right for half of the last label below, e.g. `3,600 s`. */
export const MARGIN = { top: 8, right: 24, bottom: 0, left: 0 } as const;
export const GRID = { stroke: 'var(--chart-grid)', strokeWidth: 1 } as const;
/** Nothing in a chart moves: a measurement that slides into place is not easier to read. */
export const STILL = { isAnimationActive: false } as const;

/** Lines behind a label do not run through its letters. */
const HALO = {
  fontFamily: 'var(--font-geist-sans)',
  stroke: 'var(--background)',
  strokeWidth: 4,
  paintOrder: 'stroke',
} as const;

/** A label inside the plot, e.g. of the latency target. */
export const insideLabel = (
  value: string,
  position: 'insideTopLeft' | 'insideTopRight' | 'insideBottomRight',
) =>
  ({
    value,
    position,
    fontSize: 11,
    fill: 'var(--chart-ink)',
    ...HALO,
  }) as const;
