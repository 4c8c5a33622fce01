import { logDomain, logTicks } from '../charts/axis.ts';
import type { ChartTable } from '../charts/chart-table.ts';
import { formatMs, formatShare, formatUsd, NO_VALUE } from '../charts/format.ts';
import { SIDES, type Side } from '../execution/executor.ts';
import { SIDE_NAMES } from '../report/words.ts';
import type { Ms, Usd } from '../units.ts';
import type { PreparedSweep, SweepCurve } from './prepare.ts';

export interface SweepDot {
  label: string;
  usd: Usd;
  ms: Ms;
  /** "cheapest", "cheapest, balanced" or nothing. */
  picks: string;
}

interface Axis {
  domain: [number, number];
  ticks: number[];
}

export interface SweepChart {
  usd: Axis;
  ms: Axis;
  /** In the order of the sweep; points that failed too often to be picked are left out of the picture, not of the table. */
  dots: Record<Side, SweepDot[]>;
  summary: string;
  table: ChartTable;
}

const axisOf = (values: readonly number[]): Axis => {
  const domain = logDomain(values);
  return { domain, ticks: logTicks(domain) };
};

/** Which of the three picks a point is. */
export const picksAt = ({ cheapest, fastest, balanced }: SweepCurve, at: number): string =>
  Object.entries({ cheapest, fastest, balanced })
    .flatMap(([name, pick]) => (pick === at ? [name] : []))
    .join(', ');

const dotsOf = (curve: SweepCurve): SweepDot[] =>
  curve.points.flatMap(({ label, usd, ms, score }, at) =>
    ms === null || score === null ? [] : [{ label, usd, ms, picks: picksAt(curve, at) }],
  );

/** Cost against time, both logarithmic, a curve for each side. */
export function prepareSweepChart({ sides }: PreparedSweep): SweepChart {
  const dots = { function: dotsOf(sides.function), container: dotsOf(sides.container) };
  const all = SIDES.flatMap((side) => dots[side]);
  return {
    usd: axisOf(all.map(({ usd }) => usd)),
    ms: axisOf(all.map(({ ms }) => ms)),
    dots,
    summary: SIDES.map((side) => sides[side].sentence).join(' '),
    table: {
      caption:
        'Every size on both sides: the bill of a month, the median of warm requests with its 95% interval, the start of an environment.',
      columns: ['Size', 'Side', 'A month', 'Warm p50', '95% interval', 'Start', 'Answered well', 'Pick'],
      rows: SIDES.flatMap((side) => rowsOf(side, sides[side])),
    },
  };
}

const rowsOf = (side: Side, curve: SweepCurve): string[][] =>
  curve.points.map(({ label, usd, ms, interval, startMs, good }, at) => [
    label,
    SIDE_NAMES[side],
    formatUsd(usd),
    ms === null ? NO_VALUE : formatMs(ms),
    interval ? `${formatMs(interval[0])} to ${formatMs(interval[1])}` : NO_VALUE,
    startMs === null ? NO_VALUE : formatMs(startMs),
    formatShare(good),
    picksAt(curve, at),
  ]);
