import type { Trace } from '../load/trace/trace.ts';
import type { Ms, PerSecond, Share } from '../units.ts';
import { countTicks } from './axis.ts';
import type { ChartTable } from './chart-table.ts';
import { formatCount, formatMs, formatRate, formatShare, formatTimes } from './format.ts';

/** Mean rate over a stretch of the traffic. */
export interface RatePoint {
  fromMs: Ms;
  toMs: Ms;
  requests: number;
  perSecond: PerSecond;
}

/** Rate and shape of traffic before it is run. */
export interface TrafficPreview {
  points: RatePoint[];
  requests: number;
  durationMs: Ms;
  meanPerSecond: PerSecond;
  /** The busiest point. */
  peak: RatePoint;
  peakToMean: number;
  /** Points without a request. */
  silent: Share;
  /**
   * Variance of the counts of the points over their mean (index of dispersion): about 1 when requests
   * are independent and the rate is steady, 0 when they are evenly spaced, more when they come in bursts.
   */
  dispersion: number;
  rateDomain: [number, number];
  rateTicks: number[];
  summary: string;
  table: ChartTable;
}

const POINTS = 120;

/** Ascending instants before `durationMs`, in 120 points of equal length. */
export function previewOfInstants(atMs: Float64Array, durationMs: Ms, points = POINTS): TrafficPreview {
  const counts = new Float64Array(points);
  const width = durationMs / points;
  for (const at of atMs) {
    // Division may put an instant just before the end into a point after the last.
    const point = Math.min(points - 1, Math.floor(at / width));
    counts[point] = (counts[point] ?? 0) + 1;
  }
  return preview(counts, width);
}

/** Counts per interval, added up to at most 120 points; the last may be shorter in truth than it is drawn. */
export function previewOfCounts(counts: Float64Array, intervalMs: Ms, points = POINTS): TrafficPreview {
  const size = Math.ceil(counts.length / points);
  const sums = new Float64Array(Math.ceil(counts.length / size));
  counts.forEach((count, index) => {
    const point = Math.floor(index / size);
    sums[point] = (sums[point] ?? 0) + count;
  });
  return preview(sums, size * intervalMs, counts.length * intervalMs);
}

export const previewOfTrace = (trace: Trace): TrafficPreview =>
  trace.kind === 'instants'
    ? previewOfInstants(trace.atMs, Math.max(1, trace.durationMs))
    : previewOfCounts(trace.counts, trace.intervalMs);

function preview(counts: Float64Array, width: Ms, durationMs: Ms = counts.length * width): TrafficPreview {
  const points = Array.from(counts, (requests, index): RatePoint => {
    const [fromMs, toMs] = [index * width, Math.min(durationMs, (index + 1) * width)];
    return { fromMs, toMs, requests, perSecond: (requests * 1000) / (toMs - fromMs) };
  });
  const requests = counts.reduce((sum, count) => sum + count, 0);
  const meanPerSecond = (requests * 1000) / durationMs;
  const first: RatePoint = { fromMs: 0, toMs: durationMs, requests: 0, perSecond: 0 };
  const peak = points.reduce((best, point) => (point.perSecond > best.perSecond ? point : best), first);
  const ticks = rateTicks(peak.perSecond);
  const base = {
    points,
    requests,
    durationMs,
    meanPerSecond,
    peak,
    peakToMean: meanPerSecond > 0 ? peak.perSecond / meanPerSecond : 0,
    silent: counts.filter((count) => count === 0).length / counts.length,
    dispersion: dispersionOf(counts),
  };
  return {
    ...base,
    rateDomain: [0, ticks.at(-1) ?? 1],
    rateTicks: ticks,
    summary: summaryOf(base, width),
    table: tableOf(points),
  };
}

/** Ticks from 0 for rates below 1 as well as above. */
function rateTicks(peak: PerSecond): number[] {
  const scale = peak > 0 && peak < 5 ? 10 ** Math.ceil(-Math.log10(peak) + 1) : 1;
  return countTicks(peak * scale).map((tick) => tick / scale);
}

function dispersionOf(counts: Float64Array): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (mean === 0 || counts.length < 2) return 0;
  return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1) / mean;
}

type Figures = Pick<
  TrafficPreview,
  'requests' | 'durationMs' | 'meanPerSecond' | 'peak' | 'peakToMean' | 'silent' | 'dispersion'
>;

function summaryOf(figures: Figures, width: Ms): string {
  const { requests, durationMs, meanPerSecond, peak, peakToMean, silent } = figures;
  const quiet = silent > 0 ? ` ${formatShare(silent)} of the time is without a request.` : '';
  return (
    `${formatCount(requests)} requests in ${formatMs(durationMs)}, ${formatRate(meanPerSecond)} on average. ` +
    `The busiest ${formatMs(width)} have ${formatRate(peak.perSecond)}, ${formatTimes(peakToMean)} the average. ` +
    `${shapeWords(figures)}${quiet}`
  );
}

/** Bounds between the words; chance alone moves the index of 120 points between 0.76 and 1.27 (95%). */
function shapeWords({ dispersion }: Figures): string {
  if (dispersion < 0.5) return 'More even than independent users would make it.';
  if (dispersion < 1.5) return 'As steady as independent users make it.';
  return `Uneven: the variance of the counts is ${formatCount(dispersion)} times that of independent users at a steady rate.`;
}

const tableOf = (points: readonly RatePoint[]): ChartTable => ({
  caption: 'Requests per second over time',
  columns: ['From', 'To', 'Requests', 'Rate'],
  rows: points.map((point) => [
    formatMs(point.fromMs),
    formatMs(point.toMs),
    formatCount(point.requests),
    formatRate(point.perSecond),
  ]),
});
