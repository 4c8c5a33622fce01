import type { SimulatedMonths } from '../calibration/simulated-bill.ts';
import { SIDES, type Side } from '../execution/executor.ts';
import { SIDE_NAMES } from '../report/words.ts';
import { logDomain, logTicks } from './axis.ts';
import { formatCount, formatMs, formatShare, formatUsd } from './format.ts';
import type { LineChartModel } from './line-chart.ts';
import { type BothResults, sideLines } from './simulation-line.ts';

/** The same traffic, so many times. */
export interface GrowthStep {
  factor: number;
  results: BothResults;
  months: SimulatedMonths;
  /** What had to be given up to simulate so much: null is nothing. */
  reduced: string | null;
}

const LEAST_USD = 0.01;

/** Cost of a month against traffic, log-log, from one to a thousand times. Null below two steps. */
export function prepareGrowth(steps: readonly GrowthStep[]): LineChartModel | null {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const of = (side: Side) => steps.map(({ months }) => Math.max(LEAST_USD, months[side].bill.totalUsd));
  const values = { function: of('function'), container: of('container') };
  const usd = logDomain([...values.function, ...values.container]);
  const domain = [first.factor, last.factor] as const;
  return {
    x: {
      scale: 'log',
      domain,
      ticks: logTicks(domain, 8).map((at) => ({ at, label: `${formatCount(at)} ×` })),
    },
    y: { scale: 'log', domain: usd, ticks: logTicks(usd, 7).map((at) => ({ at, label: formatUsd(at) })) },
    grid: steps.map(({ factor }) => factor),
    titles: steps.map(
      ({ factor, months }) =>
        `${formatCount(factor)} times: ${formatCount(months.function.requests)} requests a month`,
    ),
    lines: sideLines(values, formatUsd),
    marks: [],
    own: null,
    limit: null,
    summary: sentence(steps),
    table: {
      caption: 'Simulated cost of a month, requests and bills',
      columns: ['Times the traffic', 'Requests a month', ...SIDES.map((side) => SIDE_NAMES[side])],
      rows: steps.map(({ factor, months }) => [
        formatCount(factor),
        formatCount(months.function.requests),
        ...SIDES.map((side) => formatUsd(months[side].bill.totalUsd)),
      ]),
    },
  };
}

function sentence(steps: readonly GrowthStep[]): string {
  const cheaper = (step: GrowthStep): Side =>
    step.months.function.bill.totalUsd <= step.months.container.bill.totalUsd ? 'function' : 'container';
  const [first, ...rest] = steps;
  if (first === undefined) return '';
  const turn = rest.find((step) => cheaper(step) !== cheaper(first));
  const name = SIDE_NAMES[cheaper(first)];
  if (turn === undefined) return `${name} cost less at every step.`;
  const before = rest[rest.indexOf(turn) - 1] ?? first;
  return `${name} cost less at first; between ${formatCount(before.factor)} and ${formatCount(turn.factor)} times the traffic it turns over.`;
}

/** A step of one side, in words. */
export interface GrowthCell {
  cold: string;
  p99: string;
  refused: string;
  instances: string;
  usd: string;
}

export const growthCell = ({ results, months }: GrowthStep, side: Side): GrowthCell => ({
  cold: formatShare(results[side].coldStartProbability.value),
  p99: p99Words(results[side]),
  refused: formatShare(refusedShare(results[side])),
  instances: formatCount(results[side].meanInstances.value),
  usd: formatUsd(months[side].bill.totalUsd),
});

const p99Words = ({ latency: { all } }: BothResults[Side]): string =>
  all.p99 === null ? '–' : formatMs(all.p99);

const refusedShare = ({ throttled, timedOut, requests }: BothResults[Side]): number =>
  requests === 0 ? 0 : (throttled + timedOut) / requests;
