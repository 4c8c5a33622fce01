import { SIDES, type Side } from '../execution/executor.ts';
import { SIDE_NAMES } from '../report/words.ts';
import type { SimulationResult } from '../simulation/result.ts';
import type { Ms } from '../units.ts';
import { formatMs, NO_VALUE } from './format.ts';
import type { ChartLine, LineAxis } from './line-chart.ts';

/** What the simulator's charts share: both sides over one grid, dashed because nothing here was measured. */

export type BothResults = Readonly<Record<Side, SimulationResult>>;

const DASH: Record<Side, string> = { function: '7 3', container: '3 3' };

export const sideLines = (
  values: Record<Side, readonly (number | null)[]>,
  write: (value: number) => string,
): ChartLine[] =>
  SIDES.map((side) => ({
    id: side,
    letter: SIDE_NAMES[side].slice(0, 1),
    name: SIDE_NAMES[side],
    side,
    strong: true,
    dash: DASH[side],
    values: values[side],
    texts: values[side].map((value) => (value === null ? NO_VALUE : write(value))),
  }));

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS: readonly Ms[] = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  1000,
  2000,
  5000,
  10_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  60 * DAY,
  90 * DAY,
];
const MOST_TICKS = 8;

/** A time axis from 0 with ticks that people count in. */
export function timeAxis(end: Ms): LineAxis {
  const step = STEPS.find((one) => end / one <= MOST_TICKS) ?? STEPS.at(-1) ?? DAY;
  const count = Math.floor(end / step + 1e-9);
  return {
    scale: 'linear',
    domain: [0, Math.max(end, 1)],
    ticks: Array.from({ length: count + 1 }, (_, index) => ({
      at: index * step,
      label: clock(index * step),
    })),
  };
}

/** `day 3`, `5 h`, `20 min`, `2.5 s`: an instant of simulated time. */
export function clock(at: Ms): string {
  if (at === 0) return '0';
  if (at >= DAY) return `${Number((at / DAY).toFixed(1))} d`;
  return formatMs(at);
}
