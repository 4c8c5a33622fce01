import { SIDES, type Side } from '../execution/executor.ts';
import { bySide } from '../report/by-side.ts';
import type { Report } from '../report/report.ts';
import { SIDE_NAMES } from '../report/words.ts';
import { logDomain, logTicks } from './axis.ts';
import type { ChartTable } from './chart-table.ts';
import { formatMs, formatShare } from './format.ts';

/**
 * One time of the axis: the share of requests answered within it on each side, and the height it is
 * drawn at: -log10(1 - share), so that 90%, 99% and 99.9% are evenly apart. Null before the
 * fastest and after the slowest request of a side.
 */
export interface DistributionRow {
  ms: number;
  share: Record<Side, number | null>;
  height: Record<Side, number | null>;
}

/** "How many requests were answered within x ms", both sides over one log time axis. */
export interface DistributionChart {
  ms: { domain: [number, number]; ticks: number[] };
  height: { domain: [number, number]; ticks: number[] };
  rows: DistributionRow[];
  target: { ms: number; label: string };
  summary: string;
  table: ChartTable;
}

interface Point {
  ms: number;
  share: number;
}

const TICK_SHARES = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];
const TABLE_SHARES = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

const heightOf = (share: number): number => -Math.log10(1 - share);

/** Label of a tick of the height axis: `99%`. */
export const shareAtHeight = (height: number): string => `${+((1 - 10 ** -height) * 100).toFixed(3)}%`;

export function prepareDistribution(report: Report): DistributionChart {
  const { percentile, ms: targetMs } = report.workload.latencyTarget;
  const points = { function: pointsOf(report, 'function'), container: pointsOf(report, 'container') };
  const all = SIDES.flatMap((side) => points[side]);
  const domain = logDomain([...all.map((point) => point.ms), targetMs]);
  const rows = rowsOf(report, points);
  const top = Math.max(1, ...rows.flatMap((row) => SIDES.map((side) => row.height[side] ?? 0)));
  return {
    ms: { domain, ticks: logTicks(domain) },
    height: { domain: [0, top], ticks: TICK_SHARES.map(heightOf).filter((height) => height <= top) },
    rows,
    target: { ms: targetMs, label: `target: p${percentile} within ${formatMs(targetMs)}` },
    summary: SIDES.map((side) => sentence(side, points[side])).join(' '),
    table: table(points),
  };
}

const pointsOf = (report: Report, side: Side): Point[] =>
  bySide(report)[side].distribution.filter((point) => point.ms > 0);

/** Both curves over the union of their times, so that one pointer position reads both. */
function rowsOf(report: Report, points: Record<Side, Point[]>): DistributionRow[] {
  const times = [...new Set(SIDES.flatMap((side) => points[side].map((point) => point.ms)))];
  // The full share has no height: the last point stands half a request below it.
  const height = (share: number | null, side: Side) =>
    share === null ? null : heightOf(Math.min(share, 1 - 0.5 / Math.max(bySide(report)[side].good, 1)));
  return times
    .sort((a, b) => a - b)
    .map((ms) => {
      const share = { function: shareAt(points.function, ms), container: shareAt(points.container, ms) };
      return {
        ms,
        share,
        height: {
          function: height(share.function, 'function'),
          container: height(share.container, 'container'),
        },
      };
    });
}

function shareAt(points: readonly Point[], ms: number): number | null {
  const last = points.at(-1);
  if (!last || ms > last.ms) return null;
  return points.findLast((point) => point.ms <= ms)?.share ?? null;
}

/** Time within which that share was answered: the first point at or above it. */
const within = (points: readonly Point[], share: number): number | null =>
  points.find((point) => point.share >= share - 1e-9)?.ms ?? null;

const msText = (ms: number | null): string => (ms === null ? 'not measured' : formatMs(ms));

function sentence(side: Side, points: readonly Point[]): string {
  if (points.length === 0) return `${SIDE_NAMES[side]}: no good request.`;
  const half = msText(within(points, 0.5));
  return `${SIDE_NAMES[side]}: half within ${half}, 99% within ${msText(within(points, 0.99))}.`;
}

function table(points: Record<Side, Point[]>): ChartTable {
  return {
    caption: 'Time within which a share of the good requests was answered',
    columns: ['Share of requests', SIDE_NAMES.function, SIDE_NAMES.container],
    rows: TABLE_SHARES.map((share) => [
      formatShare(share),
      ...SIDES.map((side) => msText(within(points[side], share))),
    ]),
  };
}
