import { SIDES, type Side } from '../execution/executor.ts';
import { SIDE_NAMES } from '../report/words.ts';
import type { SimulationResult, SimulationSpan } from '../simulation/result.ts';
import type { Ms } from '../units.ts';
import { countTicks } from './axis.ts';
import type { ChartTable } from './chart-table.ts';
import { formatCount, formatMs, formatShare, NO_VALUE } from './format.ts';
import type { LineChartModel } from './line-chart.ts';
import { type BothResults, clock, sideLines, timeAxis } from './simulation-line.ts';

const BINS = 200;
const TABLE_BINS = 40;

/** What the simulation kept for a stretch of time, put on even steps that both sides share. */
interface Bin {
  requests: number;
  cold: number;
  throttled: number;
  /** Mean over the stretch. */
  instances: number;
  waiting: number;
}

/** Instances and replicas over simulated time, means of even steps. */
export function prepareInstances(results: BothResults): LineChartModel {
  const { bins, grid, end } = bothBins(results, BINS);
  const of = (side: Side) => bins[side].map(({ instances }) => instances);
  const values = { function: of('function'), container: of('container') };
  const top = Math.max(1, ...values.function, ...values.container);
  return {
    ...timed(grid, end),
    y: linear(top, formatCount),
    lines: sideLines(values, formatCount),
    summary: SIDES.map((side) => instancesSentence(side, results[side])).join(' '),
    table: seriesTable(results),
  };
}

/** Share of the served requests that had to wait for a start. */
export function prepareColdShare(results: BothResults): LineChartModel {
  const { bins, grid, end } = bothBins(results, BINS);
  const of = (side: Side) =>
    bins[side].map(({ requests, cold, throttled }) =>
      requests - throttled > 0.5 ? Math.min(1, cold / (requests - throttled)) : null,
    );
  const values = { function: of('function'), container: of('container') };
  const top = Math.max(0.001, ...values.function.map(orZero), ...values.container.map(orZero));
  return {
    ...timed(grid, end),
    y: linear(Math.min(1, top), formatShare),
    lines: sideLines(values, formatShare),
    summary: SIDES.map((side) => coldSentence(side, results[side])).join(' '),
    table: seriesTable(results),
  };
}

const orZero = (value: number | null): number => value ?? 0;

const timed = (grid: readonly Ms[], end: Ms) => ({
  x: timeAxis(end),
  grid,
  titles: grid.map((at) => `around ${clock(at)}`),
  marks: [],
  own: null,
  limit: null,
});

function linear(top: number, write: (value: number) => string): LineChartModel['y'] {
  const unit = top >= 5 ? 1 : 10 ** (Math.floor(Math.log10(top)) - 1);
  const ticks = countTicks(top / unit).map((count) => count * unit);
  return {
    scale: 'linear',
    domain: [0, ticks.at(-1) ?? top],
    ticks: ticks.map((at) => ({ at, label: write(Number(at.toPrecision(6))) })),
  };
}

function bothBins(results: BothResults, count: number) {
  const end = Math.max(1, ...SIDES.map((side) => results[side].simulatedMs));
  const width = end / count;
  return {
    end,
    grid: Array.from({ length: count }, (_, index) => (index + 0.5) * width),
    bins: {
      function: binsOf(results.function.series, width, count),
      container: binsOf(results.container.series, width, count),
    },
  };
}

/** Spans poured into even bins: counts in proportion to the overlap, means weighted by it. */
function binsOf(spans: readonly SimulationSpan[], width: Ms, count: number): Bin[] {
  const bins = Array.from({ length: count }, () => ({
    requests: 0,
    cold: 0,
    throttled: 0,
    instances: 0,
    waiting: 0,
  }));
  for (const span of spans) {
    const last = Math.min(count - 1, Math.floor((span.toMs - 1e-9) / width));
    for (let index = Math.floor(span.fromMs / width); index <= last; index++) {
      const bin = bins[index];
      if (bin)
        pour(
          span,
          bin,
          Math.min(span.toMs, (index + 1) * width) - Math.max(span.fromMs, index * width),
          width,
        );
    }
  }
  return bins;
}

function pour(span: SimulationSpan, bin: Bin, overlap: Ms, width: Ms): void {
  const part = overlap / (span.toMs - span.fromMs);
  bin.requests += span.requests * part;
  bin.cold += span.cold * part;
  bin.throttled += span.throttled * part;
  bin.instances += (span.instances * overlap) / width;
  bin.waiting += (span.waiting * overlap) / width;
}

const INSTANCE: Record<Side, string> = { function: 'instance', container: 'replica' };

/** In the plural unless the mean as it is written is one. */
function instancesSentence(side: Side, result: SimulationResult): string {
  const average = formatCount(result.meanInstances.value);
  const noun = average === '1' ? INSTANCE[side] : `${INSTANCE[side]}s`;
  return `${SIDE_NAMES[side]}: ${average} ${noun} on average, ${formatCount(result.usage.peakInstances)} at most.`;
}

const coldSentence = (side: Side, result: SimulationResult): string =>
  `${SIDE_NAMES[side]}: ${formatShare(result.coldStartProbability.value)} of the requests waited for a start.`;

/** Both series charts have one table: the same stretches, everything that is known of them. */
function seriesTable(results: BothResults): ChartTable {
  const { bins, grid, end } = bothBins(results, TABLE_BINS);
  return {
    caption: `Simulated, in steps of ${formatMs(end / TABLE_BINS)}; instances and waiting are means of the step`,
    columns: [
      'From',
      ...SIDES.flatMap((side) =>
        ['requests', 'cold', 'refused', `${INSTANCE[side]}s`, 'waiting'].map(
          (what) => `${SIDE_NAMES[side]}: ${what}`,
        ),
      ),
    ],
    rows: grid.map((_, index) => [
      clock((index * end) / TABLE_BINS),
      ...SIDES.flatMap((side) => cells(bins[side][index])),
    ]),
  };
}

const cells = (bin: Bin | undefined): string[] =>
  bin === undefined
    ? Array.from({ length: 5 }, () => NO_VALUE)
    : [bin.requests, bin.cold, bin.throttled, bin.instances, bin.waiting].map(formatCount);
