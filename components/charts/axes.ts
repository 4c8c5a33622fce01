/** Axis looks shared by every chart. Fixed widths keep charts under each other aligned. */
export const AXIS = {
  tick: { fontSize: 11, fill: 'var(--chart-axis)', fontFamily: 'var(--font-geist-mono)' },
  stroke: 'var(--chart-grid)',
  tickLine: false,
} as const;

export const Y_WIDTH = 58;
export const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 } as const;
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
