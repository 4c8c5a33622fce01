import type { Side } from '../execution/executor.ts';
import { logPosition } from './axis.ts';
import type { ChartTable } from './chart-table.ts';

/** Many lines over one grid, ready to draw: every text is written, every end is decided. */
export interface LineChartModel {
  x: LineAxis;
  y: LineAxis;
  /** Values of x that all lines share. */
  grid: readonly number[];
  /** Each place of the grid in words. */
  titles: readonly string[];
  lines: readonly ChartLine[];
  /** Points that are named on the picture, e.g. where two bills meet. */
  marks: readonly ChartMark[];
  /** A value of x that is the reader's own. */
  own: { x: number; label: string } | null;
  /** A value of y not to be passed, e.g. a budget. */
  limit: { y: number; label: string } | null;
  summary: string;
  table: ChartTable;
}

export interface LineAxis {
  scale: 'log' | 'linear';
  domain: readonly [number, number];
  ticks: readonly { at: number; label: string }[];
}

export interface ChartLine {
  id: string;
  /** One letter that stands for it on a narrow screen and in the tables. */
  letter: string;
  name: string;
  side: Side;
  /** One of the lines the page is about; the others stand back. */
  strong: boolean;
  /** Lines of one side differ by their dash too. */
  dash: string | null;
  /** One for each place of the grid. Null is a gap: nothing is known there, which is not zero. */
  values: readonly (number | null)[];
  /** The same in words, for the pointer; may be worked out only when it is read. */
  readonly texts: readonly string[];
}

export interface ChartMark {
  x: number;
  y: number;
  label: string;
}

/** Where a value lies on an axis: 0 at its low end, 1 at its high end, clamped. */
export function along(axis: LineAxis, value: number): number {
  if (axis.scale === 'log') return logPosition(value, axis.domain);
  const [low, high] = axis.domain;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** The path of a line in a plot of the given size, the origin at the top left. A gap breaks it. */
export function pathOf(
  { x, y, grid }: Pick<LineChartModel, 'x' | 'y' | 'grid'>,
  values: ChartLine['values'],
  size: { width: number; height: number },
): string {
  let pen = 'M';
  let path = '';
  for (const [index, value] of values.entries()) {
    const at = grid[index];
    if (value === null || at === undefined) {
      pen = 'M';
      continue;
    }
    const left = along(x, at) * size.width;
    const top = (1 - along(y, value)) * size.height;
    path += `${pen}${left.toFixed(1)} ${top.toFixed(1)}`;
    pen = 'L';
  }
  return path;
}

/** The place of the grid that is nearest to a share of the axis, as the pointer gives it. */
export function nearestIndex({ x, grid }: Pick<LineChartModel, 'x' | 'grid'>, share: number): number {
  let best = 0;
  for (const [index, value] of grid.entries()) {
    const distance = Math.abs(along(x, value) - share);
    if (distance < Math.abs(along(x, grid[best] ?? value) - share)) best = index;
  }
  return best;
}

/** The last place of a line that is known: where its name stands. Null for a line of gaps. */
export function lastKnown(values: ChartLine['values']): number | null {
  const index = values.findLastIndex((value) => value !== null);
  return index === -1 ? null : index;
}

/** A letter for each place in a list of up to 26. */
export const letterOf = (index: number): string => String.fromCharCode(65 + (index % 26));

const DASHES = [null, '6 3', '2 3', '9 3 2 3', '12 4', '4 2', '1 3', '9 3 2 3 2 3', '3 6', '14 3 3 3'];
/** The dash of the n-th line of one side; the first is whole. */
export const dashOf = (index: number): string | null => DASHES[index % DASHES.length] ?? null;
