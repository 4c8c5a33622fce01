import { SIDES, type Side } from '../execution/executor.ts';
import type { Report } from '../report/report.ts';
import { SIDE_NAMES } from '../report/words.ts';
import { logDomain, logTicks } from './axis.ts';
import type { ChartTable } from './chart-table.ts';
import { formatMs, formatShare } from './format.ts';

/** A point of the curve: `nines` is the height, -log10(1 - share), so that 90%, 99% and 99.9% are evenly apart. */
export interface DistributionPoint {
  ms: number;
  share: number;
  nines: number;
}

/** "How many requests were answered within x ms", both sides over one log time axis. */
export interface DistributionChart {
  ms: { domain: [number, number]; ticks: number[] };
  nines: { domain: [number, number]; ticks: { at: number; label: string }[] };
  points: Record<Side, DistributionPoint[]>;
  target: { ms: number; nines: number; label: string };
  summary: string;
  table: ChartTable;
}

const TICK_SHARES = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];
const TABLE_SHARES = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

/** The full share has no place on an axis of nines: the last point stands half a request below it. */
const ninesOf = (share: number, samples: number): number =>
  -Math.log10(1 - Math.min(share, 1 - 0.5 / Math.max(samples, 1)));

export function prepareDistribution(report: Report): DistributionChart {
  const { percentile, ms: targetMs } = report.workload.latencyTarget;
  const points = { function: pointsOf(report, 'function'), container: pointsOf(report, 'container') };
  const all = SIDES.flatMap((side) => points[side]);
  const domain = logDomain([...all.map((point) => point.ms), targetMs]);
  const top = Math.max(1, ...all.map((point) => point.nines));
  return {
    ms: { domain, ticks: logTicks(domain) },
    nines: { domain: [0, top], ticks: ticksBelow(top) },
    points,
    target: {
      ms: targetMs,
      nines: ninesOf(percentile / 100, 1e9),
      label: `target: p${percentile} ≤ ${formatMs(targetMs)}`,
    },
    summary: SIDES.map((side) => sentence(side, points[side])).join(' '),
    table: table(points),
  };
}

function pointsOf(report: Report, side: Side): DistributionPoint[] {
  const { distribution, good } = report.sides[side];
  return distribution
    .filter((point) => point.ms > 0)
    .map(({ ms, share }) => ({ ms, share, nines: ninesOf(share, good) }));
}

const ticksBelow = (top: number): { at: number; label: string }[] =>
  TICK_SHARES.map((share) => ({ at: ninesOf(share, 1e9), label: `${+(share * 100).toFixed(3)}%` })).filter(
    (tick) => tick.at <= top,
  );

/** Time within which that share was answered: the first point at or above it. */
const within = (points: readonly DistributionPoint[], share: number): number | null =>
  points.find((point) => point.share >= share - 1e-9)?.ms ?? null;

const msText = (ms: number | null): string => (ms === null ? 'not measured' : formatMs(ms));

function sentence(side: Side, points: readonly DistributionPoint[]): string {
  if (points.length === 0) return `${SIDE_NAMES[side]}: no good request.`;
  const half = msText(within(points, 0.5));
  return `${SIDE_NAMES[side]}: half within ${half}, 99% within ${msText(within(points, 0.99))}.`;
}

function table(points: Record<Side, DistributionPoint[]>): ChartTable {
  return {
    caption: 'Time within which a share of the good requests was answered',
    columns: ['Share of requests', SIDE_NAMES.function, SIDE_NAMES.container],
    rows: TABLE_SHARES.map((share) => [
      formatShare(share),
      ...SIDES.map((side) => msText(within(points[side], share))),
    ]),
  };
}
