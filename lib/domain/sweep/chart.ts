import { logDomain, logTicks } from '../charts/axis.ts';
import type { ChartTable } from '../charts/chart-table.ts';
import { formatMs, formatShare, formatUsd, NO_VALUE } from '../charts/format.ts';
import type { LineAxis } from '../charts/line-chart.ts';
import { SIDES, type Side } from '../execution/executor.ts';
import { SIDE_NAMES } from '../report/words.ts';
import type { CurvePoint, PreparedSweep, SweepCurve } from './prepare.ts';

/** One setting of one side in one panel. */
export interface SweepDot {
  value: number;
  /** Whether a line may lead to it from the one before: both are settings of one kind. */
  joined: boolean;
  /** Measured values have an interval. */
  interval: readonly [number, number] | null;
  /** "336 ms, 144 ms to 12.1 s". */
  text: string;
  /** "cheapest", "fastest, balanced" or nothing: the picks that this panel is about. */
  picks: string;
}

/** One quantity of every setting; a setting that failed too often to be picked is a gap. */
export interface SweepPanel {
  title: string;
  axis: LineAxis;
  dots: Readonly<Record<Side, readonly (SweepDot | null)[]>>;
}

/** Panels over one row of settings, as AWS Lambda Power Tuning shows time and cost, here of both sides. */
export interface SweepChart {
  /** The settings, short, in the order of the sweep. */
  settings: readonly string[];
  /** What the settings are. */
  across: string;
  /** Whether there are settings of several kinds, between which no line is drawn. */
  divided: boolean;
  panels: readonly SweepPanel[];
  summary: string;
  table: ChartTable;
}

const PICKS = ['cheapest', 'fastest', 'balanced'] as const;
type Pick = (typeof PICKS)[number];

/** Which of the picks a point is. */
export const picksAt = (curve: SweepCurve, at: number, among: readonly Pick[] = PICKS): string =>
  among.filter((name) => (name === 'cheapest' ? curve.cheapest.includes(at) : curve[name] === at)).join(', ');

interface Quantity {
  title: string;
  of: (point: CurvePoint) => number | null;
  interval: (point: CurvePoint) => readonly [number, number] | null;
  write: (value: number) => string;
  picks: readonly Pick[];
}

const QUANTITIES: readonly Quantity[] = [
  {
    title: 'Median of warm requests',
    of: ({ ms }) => ms,
    interval: ({ interval }) => interval,
    write: formatMs,
    picks: ['fastest', 'balanced'],
  },
  {
    title: 'Bill of a month',
    of: ({ usd }) => usd,
    interval: ({ usdInterval }) => usdInterval,
    write: formatUsd,
    picks: ['cheapest', 'balanced'],
  },
  {
    title: 'Start of an environment or replica',
    of: ({ startMs }) => startMs,
    interval: () => null,
    write: formatMs,
    picks: [],
  },
];

/** Time, cost and start of every setting, a line for each side; a panel of which nothing is known is left out. */
export function prepareSweepChart({ sides, across }: PreparedSweep): SweepChart {
  return {
    settings: sides.function.points.map(({ short }) => short),
    across,
    divided: new Set(sides.function.points.map(({ kind }) => kind)).size > 1,
    panels: QUANTITIES.flatMap((quantity) => panelOf(quantity, sides) ?? []),
    summary: SIDES.map((side) => sides[side].sentence).join(' '),
    table: {
      caption:
        'Every setting on both sides: the bill of a month, the median of warm requests with its 95% interval, the start of an environment or replica.',
      columns: ['Setting', 'Side', 'A month', 'Warm p50', '95% interval', 'Start', 'Answered well', 'Pick'],
      rows: SIDES.flatMap((side) => rowsOf(side, sides[side])),
    },
  };
}

function panelOf(quantity: Quantity, sides: PreparedSweep['sides']): SweepPanel | null {
  const dots = { function: dotsOf(quantity, sides.function), container: dotsOf(quantity, sides.container) };
  const values = SIDES.flatMap((side) =>
    dots[side].flatMap((dot) => (dot ? [dot.value, ...(dot.interval ?? [])] : [])),
  ).filter((value) => value > 0);
  if (values.length === 0) return null;
  const domain = logDomain(values);
  const ticks = logTicks(domain, 5).map((at) => ({ at, label: quantity.write(at) }));
  return { title: quantity.title, axis: { scale: 'log', domain, ticks }, dots };
}

const dotsOf = ({ of, interval, write, picks }: Quantity, curve: SweepCurve): (SweepDot | null)[] =>
  curve.points.map((point, at) => {
    const value = of(point);
    if (value === null || value <= 0 || point.score === null) return null;
    const between = interval(point);
    const ends = between ? `, ${write(between[0])} to ${write(between[1])}` : '';
    const joined = at > 0 && curve.points[at - 1]?.kind === point.kind;
    return {
      value,
      joined,
      interval: between,
      text: `${write(value)}${ends}`,
      picks: picksAt(curve, at, picks),
    };
  });

/** A setting in words, side by side with the others: what it costs a month, how long it takes, what it is best at. */
export const cellsOf = (curve: SweepCurve): string[][] =>
  curve.points.map(({ label, usd, ms, interval, startMs, good }, at) => [
    label,
    formatUsd(usd),
    ms === null ? NO_VALUE : formatMs(ms),
    interval ? `${formatMs(interval[0])} to ${formatMs(interval[1])}` : NO_VALUE,
    startMs === null ? NO_VALUE : formatMs(startMs),
    formatShare(good),
    picksAt(curve, at),
  ]);

const rowsOf = (side: Side, curve: SweepCurve): string[][] =>
  cellsOf(curve).map(([label = '', ...cells]) => [label, SIDE_NAMES[side], ...cells]);
