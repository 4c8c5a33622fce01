import type { TrafficPattern } from '../load/pattern.ts';
import { segmentsOf } from '../load/pattern-segments.ts';
import { type RateSegment, requestsIn } from '../load/rate-segment.ts';
import { type Arrivals, isRecorded, type RecordedArrivals } from '../simulation/input.ts';
import { type Ms, type PerSecond, seededRandom } from '../units.ts';
import { countTicks } from './axis.ts';
import type { ChartTable } from './chart-table.ts';
import { formatCount, formatRate } from './format.ts';
import type { LineAxis } from './line-chart.ts';
import { clock, timeAxis } from './simulation-line.ts';

/** How requests will come: the rate over time, before anything runs. */
export interface TrafficChart {
  /** Where the rate turns or jumps; straight lines in between. */
  points: readonly { at: Ms; rate: PerSecond }[];
  x: LineAxis;
  y: LineAxis;
  average: PerSecond;
  peak: PerSecond;
  /** About how many will come in the whole time. */
  requests: number;
  summary: string;
  /** What of it is chance. */
  note: string;
  table: ChartTable;
}

const HOUR = 3_600_000;
/** Drawn of a pattern at most: enough to see it turn, few enough for one path. */
const MOST_SEGMENTS = 700;
/** Looked at for the mean of bursts whose lengths vary. */
const MOST_COUNTED = 20_000;
const BINS = 240;
const TABLE_ROWS = 48;

const NOTES: Partial<Record<Arrivals['kind'], string>> = {
  constant: 'Every gap is the same.',
  times: 'Every request comes at its own instant; here they are counted in even steps.',
  counts: 'Each interval has its requests; where in it they come is chance.',
};
const DRAWN =
  'The mean that requests are drawn around: each comes at random, as from people who do not know of each other.';

/** How much of a pattern shows its shape; what follows is the same again or stays. */
const SHAPE_MS: {
  [Kind in TrafficPattern['kind']]: (pattern: Extract<TrafficPattern, { kind: Kind }>) => Ms;
} = {
  constant: () => Number.POSITIVE_INFINITY,
  poisson: () => Number.POSITIVE_INFINITY,
  'on-off': ({ onSeconds, offSeconds }) => (onSeconds + offSeconds) * 1000 * CYCLES,
  diurnal: () => 7 * 24 * HOUR,
  month: () => 7 * 24 * HOUR,
  ramp: ({ seconds }) => seconds * 1000 * 1.5,
  spike: (spike) =>
    (spike.afterSeconds + spike.riseSeconds + spike.holdSeconds + spike.fallSeconds) * 1000 * 1.5,
};
const CYCLES = 8;

/** Length of what repeats, or of what happens once. */
export const shapeMs = <Kind extends TrafficPattern['kind']>(
  pattern: Extract<TrafficPattern, { kind: Kind }>,
): Ms => SHAPE_MS[pattern.kind as Kind](pattern);

/** @param durationMs simulated time; recorded arrivals end by themselves. */
export function prepareTraffic(arrivals: Arrivals, durationMs: Ms): TrafficChart {
  const shape = isRecorded(arrivals) ? recordedShape(arrivals) : patternShape(arrivals, durationMs);
  return trafficChart(shape, noteOf(arrivals));
}

/** The rate over time, and how much of the traffic that is. */
export interface TrafficShape {
  points: TrafficChart['points'];
  /** Drawn until here. */
  end: Ms;
  requests: number;
  durationMs: Ms;
  /** Width of the means that the points are; absent where they are the rate itself. */
  binMs?: Ms;
}

export const noteOf = ({ kind }: Arrivals): string => NOTES[kind] ?? DRAWN;

/** A pattern until `drawnMs`, or the first part of it that shows its shape. */
export function patternShape(
  pattern: TrafficPattern,
  durationMs: Ms,
  drawnMs = shapeMs(pattern),
): TrafficShape {
  const segments = segmentsUntil(pattern, Math.min(durationMs, drawnMs), MOST_SEGMENTS);
  const end = segments.reduce((sum, { ms }) => sum + ms, 0);
  return { points: cornersOf(segments), end, requests: requestsOf(pattern, durationMs), durationMs };
}

/** The first part of a pattern, its last segment cut off at the end. Lengths of bursts that vary are an example. */
function segmentsUntil(pattern: TrafficPattern, end: Ms, most: number): RateSegment[] {
  const segments: RateSegment[] = [];
  let at = 0;
  for (const { ms, from, to } of segmentsOf(pattern, seededRandom(1))) {
    if (at >= end || segments.length >= most) break;
    const length = Math.min(ms, end - at);
    segments.push({ ms: length, from, to: length === ms ? to : from + ((to - from) * length) / ms });
    at += length;
  }
  return segments;
}

/** The mean number of requests in that time; beyond 20,000 stretches the mean so far stands for the rest. */
export function requestsOf(pattern: TrafficPattern, durationMs: Ms): number {
  const segments = segmentsUntil(pattern, durationMs, MOST_COUNTED);
  const counted = segments.reduce((sum, { ms }) => sum + ms, 0);
  const requests = segments.reduce((sum, segment) => sum + requestsIn(segment), 0);
  return counted === 0 ? 0 : (requests * durationMs) / counted;
}

function cornersOf(segments: readonly RateSegment[]): { at: Ms; rate: PerSecond }[] {
  let at = 0;
  return segments.flatMap(({ ms, from, to }) => {
    const start = at;
    at += ms;
    return [
      { at: start, rate: from },
      { at, rate: to },
    ];
  });
}

/** One round of what was recorded, as means of even steps. */
export function recordedShape(arrivals: RecordedArrivals): TrafficShape {
  const { width, counts } = arrivals.kind === 'times' ? binnedTimes(arrivals) : binnedCounts(arrivals);
  const played = counts.map((count) => count * arrivals.copies);
  const requests = played.reduce((sum, count) => sum + count, 0) * arrivals.repeats;
  const end = width * counts.length;
  return { points: stepsOf(played, width), end, requests, durationMs: end * arrivals.repeats, binMs: width };
}

/** Counts of even steps as rates. */
export const stepsOf = (counts: readonly number[], width: Ms): TrafficChart['points'] =>
  counts.flatMap((count, index) => {
    const rate = (count * 1000) / width;
    return [
      { at: index * width, rate },
      { at: (index + 1) * width, rate },
    ];
  });

function binnedTimes({ atMs }: Extract<Arrivals, { kind: 'times' }>) {
  const width = Math.max(1, atMs.at(-1) ?? 1) / BINS;
  const counts = Array.from({ length: BINS }, () => 0);
  for (const at of atMs) {
    const bin = Math.min(BINS - 1, Math.floor(at / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { width, counts };
}

function binnedCounts(arrivals: Extract<Arrivals, { kind: 'counts' }>) {
  const together = Math.max(1, Math.ceil(arrivals.counts.length / BINS));
  const counts = Array.from({ length: Math.ceil(arrivals.counts.length / together) }, () => 0);
  for (const [index, count] of arrivals.counts.entries()) {
    const bin = Math.floor(index / together);
    counts[bin] = (counts[bin] ?? 0) + count;
  }
  return { width: arrivals.intervalMs * together, counts };
}

/** `of`: whose mean the summary gives, where it could be taken for another; `about`: where requests are a mean. */
export function trafficChart(
  { points, end, requests, durationMs, binMs }: TrafficShape,
  note: string,
  { of = '', about = 'about ' } = {},
): TrafficChart {
  const means = binMs === undefined ? '' : `, means of ${clock(binMs)}`;
  const peak = points.reduce((most, { rate }) => Math.max(most, rate), 0);
  const average = durationMs <= 0 ? 0 : (requests * 1000) / durationMs;
  const ticks = rateTicks(peak);
  const part = end < durationMs * 0.999 ? ` The first ${clock(end)} of ${clock(durationMs)} are drawn.` : '';
  return {
    points,
    x: timeAxis(end),
    y: {
      scale: 'linear',
      domain: [0, ticks.at(-1) ?? 1],
      ticks: ticks.map((at) => ({ at, label: formatRate(at) })),
    },
    average,
    peak,
    requests,
    summary: `${of}${formatRate(average)} on average, ${formatRate(peak)} at the peak${means}; ${about}${formatCount(Math.round(requests))} requests in ${clock(durationMs)}.${part}`,
    note,
    table: tableOf(points, end),
  };
}

function rateTicks(peak: PerSecond): number[] {
  if (!(peak > 0)) return [0, 1];
  const unit = peak >= 5 ? 1 : 10 ** (Math.floor(Math.log10(peak)) - 1);
  return countTicks(peak / unit).map((count) => Number((count * unit).toPrecision(6)));
}

/** The rate at even steps. */
function tableOf(points: TrafficChart['points'], end: Ms): ChartTable {
  return {
    caption: 'Rate of the requests over time',
    columns: ['At', 'Requests per second'],
    rows: Array.from({ length: TABLE_ROWS }, (_, index) => {
      const at = (index * end) / TABLE_ROWS;
      return [clock(at), formatRate(rateAt(points, at))];
    }),
  };
}

/** The rate at an instant: on the line between the corners around it. */
export function rateAt(points: TrafficChart['points'], at: Ms): PerSecond {
  const next = points.findIndex((point) => point.at > at);
  const [left, right] = next < 0 ? [points.at(-1), undefined] : [points[next - 1], points[next]];
  if (left === undefined) return right?.rate ?? 0;
  if (right === undefined || right.at === left.at) return left.rate;
  return left.rate + ((right.rate - left.rate) * (at - left.at)) / (right.at - left.at);
}
