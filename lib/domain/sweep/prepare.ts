import { formatBillUsd, formatMs, formatShare, formatUsd } from '../charts/format.ts';
import { SIDES, type Side } from '../execution/executor.ts';
import { bySide } from '../report/by-side.ts';
import { disturbanceOf, latencyDoubt } from '../report/disturbance.ts';
import type { Report } from '../report/report.ts';
import type { Measured } from '../statistics/measured.ts';
import type { Ms, Share, Usd } from '../units.ts';
import { acrossWords, kindOf, pointLabel, type SweepPoint, shortLabel } from './axes.ts';

/** A finished experiment of a sweep. */
export interface SweptReport {
  experimentId: string;
  point: SweepPoint;
  report: Report;
}

/** One combination on one side. */
export interface CurvePoint {
  experimentId: string;
  label: string;
  /** Its values alone. */
  short: string;
  /** Only points of one kind lie on one line. */
  kind: string;
  /** The bill of a month at the described traffic. */
  usd: Usd;
  /** Of the bill: what another run would say; null when nothing measured moves it. */
  usdInterval: readonly [Usd, Usd] | null;
  /** Median of warm requests; null when there were too few good ones. */
  ms: Ms | null;
  interval: Measured['interval'];
  /** Median start of an environment, of few ones their mean; null when none started while requests came. */
  startMs: Ms | null;
  /** Share of requests that were answered well. */
  good: Share;
  /** By how much the median may be off, beyond its interval. */
  offMs: Ms;
  /** Why the run has no verdict, so that nothing may be picked of it; null when it has one. */
  doubt: string | null;
  /** Mean of cost and time, each as a share of the most on this side: lower is better. Null: not to be picked. */
  score: number | null;
}

/** The curve of one side; picks are indexes of `points`. */
export interface SweepCurve {
  side: Side;
  points: readonly CurvePoint[];
  /** Those that cost the least, to the cent; none when no point can be picked or all of several cost the same. */
  cheapest: readonly number[];
  /** Null when no point can be picked. */
  fastest: number | null;
  /** Null also where all cost the same, so that the fastest is the choice. */
  balanced: number | null;
  sentence: string;
}

export interface PreparedSweep {
  /** What the values of the points are. */
  across: string;
  sides: Record<Side, SweepCurve>;
  warnings: readonly string[];
}

/** A point at which more requests failed is not fast or cheap: it does not work. */
const LEAST_GOOD = 0.99;
const NAMES: Record<Side, string> = { function: 'Functions', container: 'Containers' };

/**
 * Cost and speed of every point on both sides with the cheapest, the fastest and the balanced one, as
 * AWS Lambda Power Tuning picks them: balanced is the least mean of cost and time, each divided by the
 * most of the curve (its `balancedWeight` of 0.5; github.com/alexcasalboni/aws-lambda-power-tuning).
 */
export function prepareSweep(swept: readonly SweptReport[]): PreparedSweep {
  const [functions, containers] = SIDES.map((side) => curveOf(side, swept));
  if (functions === undefined || containers === undefined) throw new RangeError('Both sides have a curve.');
  return {
    across: acrossWords(swept.map(({ point }) => point)),
    sides: { function: functions, container: containers },
    warnings: warningsOf(swept),
  };
}

function curveOf(side: Side, swept: readonly SweptReport[]): SweepCurve {
  const plain = swept.map((one) => pointOf(side, one));
  const usable = plain.filter(({ ms, good, doubt }) => ms !== null && good >= LEAST_GOOD && doubt === null);
  const most = {
    usd: Math.max(...usable.map(({ usd }) => usd)),
    ms: Math.max(...usable.map(({ ms }) => ms ?? 0)),
  };
  const points = plain.map((point) => ({
    ...point,
    score: usable.includes(point) ? (point.usd / most.usd + (point.ms ?? 0) / most.ms) / 2 : null,
  }));
  const cheap = cheapestOf(points);
  const same = cheap.length > 1 && cheap.length === usable.length;
  const picks = {
    cheapest: same ? [] : cheap,
    fastest: least(points, ({ ms }) => ms ?? Number.POSITIVE_INFINITY),
    balanced: same ? null : least(points, ({ score }) => score ?? Number.POSITIVE_INFINITY),
  };
  return { side, points, ...picks, sentence: sentenceOf(side, points, picks) };
}

function pointOf(side: Side, { experimentId, point, report }: SweptReport): Omit<CurvePoint, 'score'> {
  const { warmLatency, good, requests, init } = bySide(report)[side];
  const ms = warmLatency.p50?.value ?? null;
  const { totalUsd, interval } = bySide(report)[side].bill;
  return {
    experimentId,
    label: pointLabel(point),
    short: shortLabel(point),
    kind: kindOf(point),
    usd: totalUsd,
    usdInterval: interval[0] === interval[1] ? null : interval,
    ms,
    interval: warmLatency.p50?.interval ?? null,
    startMs: init.p50?.value ?? init.mean,
    good: requests === 0 ? 0 : good / requests,
    offMs: latencyDoubt(disturbanceOf(report), bySide(report)[side], 0.5, ms ?? 0).by,
    doubt: report.verdict.because,
  };
}

/** All that cost the least to the cent, for that is how a bill is read. */
function cheapestOf(points: readonly CurvePoint[]): number[] {
  const usable = points.filter(({ score }) => score !== null);
  const lowest = formatBillUsd(Math.min(...usable.map(({ usd }) => usd)));
  return points.flatMap((point, at) =>
    point.score !== null && formatBillUsd(point.usd) === lowest ? [at] : [],
  );
}

/** The pick: among equals the first, which is the smaller size as sizes are usually given. */
function least(points: readonly CurvePoint[], of: (point: CurvePoint) => number): number | null {
  let best: number | null = null;
  points.forEach((point, at) => {
    const known = best === null ? undefined : points[best];
    if (point.score !== null && (known === undefined || of(point) < of(known))) best = at;
  });
  return best;
}

type Picks = Pick<SweepCurve, 'cheapest' | 'fastest' | 'balanced'>;

function sentenceOf(side: Side, points: readonly CurvePoint[], picks: Picks): string {
  const at = (pick: number | null) => (pick === null ? undefined : points[pick]);
  const [fastest, balanced] = [at(picks.fastest), at(picks.balanced)];
  if (!fastest) return `${NAMES[side]}: ${whyNone(points)}.`;
  const doubt = doubtOf('speed', fastest, points);
  const cheapest = picks.cheapest.flatMap((pick) => points[pick] ?? []);
  const [first, ...more] = cheapest;
  if (!first)
    return `${NAMES[side]}: all cost the same (${formatUsd(fastest.usd)} a month); ${fastest.label} (${formatMs(fastest.ms ?? 0)}) is the fastest${doubt}.`;
  if (more.length === 0 && first === fastest)
    return `${NAMES[side]}: ${words(first)} is both the cheapest and the fastest${doubtOf('cost', first, points)}${doubt}.`;
  const least =
    more.length === 0
      ? `${words(first)} is the cheapest${doubtOf('cost', first, points)}, ${words(fastest)}`
      : `${labels(cheapest)} cost the least (${formatUsd(first.usd)} a month each), ${words(fastest)} is`;
  const balance = balanced && !cheapest.includes(fastest) ? `; ${balanced.label} balances the two` : '';
  return `${NAMES[side]}: ${least} the fastest${doubt}${balance}.`;
}

function whyNone(points: readonly CurvePoint[]): string {
  const doubt = points.find((point) => point.doubt !== null)?.doubt;
  return doubt == null
    ? `no point answered ${formatShare(LEAST_GOOD)} of its requests well`
    : `no point can be relied on (${doubt})`;
}

const labels = (points: readonly CurvePoint[]): string => points.map(({ label }) => label).join(' and ');

const words = ({ label, usd, ms }: CurvePoint): string =>
  `${label} (${formatUsd(usd)} a month, ${formatMs(ms ?? 0)})`;

/** Intervals that meet: another run could turn the two round. A time may be off by its doubt beyond that. */
const INTERVALS = {
  speed: ({ interval, offMs }: CurvePoint) =>
    interval && ([interval[0] - offMs, interval[1] + offMs] as const),
  cost: ({ usdInterval, usd }: CurvePoint) => usdInterval ?? ([usd, usd] as const),
} as const;

function doubtOf(about: keyof typeof INTERVALS, best: CurvePoint, points: readonly CurvePoint[]): string {
  const of = INTERVALS[about];
  const alike = points.filter(
    (point) => point !== best && point.score !== null && overlaps(of(point), of(best)),
  );
  return alike.length === 0 ? '' : `, in ${about} not told apart from ${labels(alike)}`;
}

const overlaps = (one: Measured['interval'], other: Measured['interval']): boolean =>
  one !== null && other !== null && one[0] <= other[1] && other[0] <= one[1];

function warningsOf(swept: readonly SweptReport[]): string[] {
  const machines = new Set(
    swept.map(({ report }) => JSON.stringify({ ...report.machine, capabilities: [] })),
  );
  const unreliable = swept.filter(({ report }) =>
    report.warnings.some((text) => text.startsWith('Unreliable')),
  );
  return [
    ...(machines.size > 1
      ? ['The points were measured on different machines: their times do not compare.']
      : []),
    ...(unreliable.length > 0
      ? [`Unreliable by their own reports: ${unreliable.map(({ point }) => pointLabel(point)).join('; ')}.`]
      : []),
    ...swept.flatMap(({ point, report: { verdict } }) =>
      verdict.because === null ? [] : [`Nothing is picked of ${pointLabel(point)}: ${verdict.because}.`],
    ),
  ];
}
