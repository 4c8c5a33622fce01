import { SIDES, type Side } from '../execution/executor.ts';
import { SIDE_NAMES } from '../report/words.ts';
import type { LatencyBucket, SimulationResult } from '../simulation/result.ts';
import type { Ms, Share } from '../units.ts';
import { logDomain, logTicks } from './axis.ts';
import type { ChartTable } from './chart-table.ts';
import { formatMs, formatShare } from './format.ts';
import type { LineChartModel } from './line-chart.ts';
import { type BothResults, sideLines } from './simulation-line.ts';

const POINTS = 240;
const TABLE_SHARES: readonly Share[] = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999];
const TICK_SHARES: readonly Share[] = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999];

const heightOf = (share: Share): number => -Math.log10(1 - share);

/** `99.9999%`: all the nines, as rounding would make 100% of them. */
const tickLabel = (height: number): string => `${+((1 - 10 ** -height) * 100).toFixed(6)}%`;

/** Counts of one side, ascending by time, and what they add up to on the way. */
interface Steps {
  ends: Ms[];
  below: number[];
  total: number;
}

/** Requests answered within a time, warm and cold together, both sides over one log axis; evenly spaced nines up. */
export function prepareSimulatedDistribution(results: BothResults): LineChartModel {
  const steps = { function: stepsOf(results.function), container: stepsOf(results.container) };
  const domain = logDomain(SIDES.flatMap((side) => [within(steps[side], 0.001), within(steps[side], 1)]));
  const grid = gridOf(domain);
  const heights = (side: Side) => grid.map((ms) => heightAt(steps[side], ms));
  const values = { function: heights('function'), container: heights('container') };
  const top = Math.max(1, ...SIDES.flatMap((side) => values[side].map((value) => value ?? 0)));
  return {
    x: { scale: 'log', domain, ticks: logTicks(domain).map((at) => ({ at, label: formatMs(at) })) },
    y: {
      scale: 'linear',
      domain: [0, top],
      ticks: TICK_SHARES.map(heightOf)
        .filter((at) => at <= top)
        .map((at) => ({ at, label: tickLabel(at) })),
    },
    grid,
    titles: grid.map((ms) => `within ${formatMs(ms)}`),
    lines: sideLines(values, (height) => formatShare(1 - 10 ** -height)),
    marks: [],
    own: null,
    limit: null,
    summary: SIDES.map((side) => sentence(side, steps[side])).join(' '),
    table: table(steps),
  };
}

function stepsOf({ histograms }: SimulationResult): Steps {
  const buckets: LatencyBucket[] = [...histograms.warm, ...histograms.cold].sort((a, b) => a[1] - b[1]);
  let total = 0;
  const below = buckets.map(([, , count]) => {
    total += count;
    return total;
  });
  return { ends: buckets.map(([low, high]) => (low + high) / 2), below, total };
}

const gridOf = ([low, high]: readonly [number, number]): Ms[] =>
  Array.from({ length: POINTS }, (_, index) => low * (high / low) ** (index / (POINTS - 1)));

/** Null before the fastest; the full share has no height, so half a request is left. */
function heightAt({ ends, below, total }: Steps, ms: Ms): number | null {
  const index = lastAtOrBelow(ends, ms);
  return index < 0 ? null : heightOf(Math.min((below[index] ?? 0) / total, 1 - 0.5 / total));
}

function lastAtOrBelow(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Time within which that share was answered; 0 of none. */
function within({ ends, below, total }: Steps, share: Share): Ms {
  const index = below.findIndex((count) => count >= total * share - 1e-9);
  return ends[index] ?? 0;
}

function sentence(side: Side, steps: Steps): string {
  if (steps.total === 0) return `${SIDE_NAMES[side]}: no request was served.`;
  return `${SIDE_NAMES[side]}: half within ${formatMs(within(steps, 0.5))}, 99% within ${formatMs(within(steps, 0.99))}.`;
}

const table = (steps: Record<Side, Steps>): ChartTable => ({
  caption: 'Simulated time within which a share of the served requests was answered',
  columns: ['Share of requests', SIDE_NAMES.function, SIDE_NAMES.container],
  rows: TABLE_SHARES.map((share) => [
    formatShare(share),
    ...SIDES.map((side) => (steps[side].total === 0 ? '–' : formatMs(within(steps[side], share)))),
  ]),
});
