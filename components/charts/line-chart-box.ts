import { along, type LineChartModel, lastKnown } from '#lib/domain/charts/line-chart.ts';
import { spread } from '#lib/domain/charts/spread.ts';
import { tickWidth, yRoom } from './axes.ts';

/** Where the plot lies in its picture, in pixels, and where the names stand beside it. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Height of the whole picture. */
  total: number;
  /** Room for only the letters of the lines. */
  narrow: boolean;
  names: readonly { id: string; from: number; at: number }[];
}

const TOP = 26;
const BOTTOM = 26;
/** Of a name: less, and neighbours run into each other. */
const LINE_HEIGHT = 15;
const NARROW = 560;
const CHARACTER = 6.4;

/** Room at the right for the lines' letters, and for the half of the last label below. */
const lettersOf = ({ x }: LineChartModel): number =>
  Math.max(26, Math.ceil(tickWidth(x.ticks.at(-1)?.label ?? '') / 2) + 2);

export function boxOf(model: LineChartModel, total: number): Box {
  const narrow = total < NARROW;
  const longest = Math.max(0, ...model.lines.map(({ name }) => name.length));
  const right = narrow ? lettersOf(model) : Math.min(210, 34 + longest * CHARACTER);
  const left = yRoom(model.y.ticks.map(({ label }) => label));
  const width = Math.max(60, total - left - right);
  const height = Math.max(narrow ? 260 : 340, model.lines.length * LINE_HEIGHT);
  const ends = model.lines.flatMap(({ id, values }) => {
    const index = lastKnown(values);
    const value = index === null ? null : values[index];
    return value === null || value === undefined ? [] : [{ id, from: (1 - along(model.y, value)) * height }];
  });
  const places = spread(
    ends.map(({ from }) => from),
    LINE_HEIGHT,
    4,
    height - 4,
  );
  return {
    left,
    top: TOP,
    width,
    height,
    total: height + TOP + BOTTOM,
    narrow,
    names: ends.map((end, index) => ({ ...end, at: places[index] ?? end.from })),
  };
}
