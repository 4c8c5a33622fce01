import type { Report } from '../report/report.ts';
import { SIDE_NAMES } from '../report/words.ts';
import { logDomain, logTicks } from './axis.ts';
import type { ChartTable } from './chart-table.ts';
import { formatCount, formatUsd } from './format.ts';

export interface CostPoint {
  requests: number;
  function: number;
  container: number;
  /** Fargate tasks behind the container's cost. */
  tasks: number;
}

/** Monthly cost of both sides against requests a month, log-log. */
export interface CostChart {
  requests: { domain: [number, number]; ticks: number[] };
  usd: { domain: [number, number]; ticks: number[] };
  points: CostPoint[];
  breakEven: { requests: number; usd: number; label: string } | null;
  own: { requests: number; function: number; container: number; label: string };
  summary: string;
  table: ChartTable;
}

// A log axis has no zero: what costs less than a cent a month is drawn as a cent.
const LEAST_USD = 0.01;

export function prepareCostChart(report: Report): CostChart {
  const { curve, bills, breakEven } = report.cost;
  const own = report.workload.traffic.requestsPerMonth;
  const points = curve.map(({ requestsPerMonth, functionUsd, containerUsd, tasks }) => ({
    requests: requestsPerMonth,
    function: Math.max(LEAST_USD, functionUsd),
    container: Math.max(LEAST_USD, containerUsd),
    tasks,
  }));
  const requests = logDomain([...points.map((point) => point.requests), own]);
  const usd = logDomain([
    ...points.flatMap((point) => [point.function, point.container]),
    bills.function.totalUsd,
    bills.container.totalUsd,
  ]);
  return {
    requests: { domain: requests, ticks: logTicks(requests, 9) },
    usd: { domain: usd, ticks: logTicks(usd, 9) },
    points,
    breakEven: breakEven && {
      requests: breakEven.requestsPerMonth,
      usd: breakEven.usd,
      label: `break-even: ${formatCount(breakEven.requestsPerMonth)}`,
    },
    own: {
      requests: own,
      function: Math.max(LEAST_USD, bills.function.totalUsd),
      container: Math.max(LEAST_USD, bills.container.totalUsd),
      label: `your traffic: ${formatCount(own)}`,
    },
    summary: summary(report),
    table: table(report),
  };
}

function summary({ cost: { bills, breakEven, breakEvenReason }, workload }: Report): string {
  const own = formatCount(workload.traffic.requestsPerMonth);
  const here = `At your ${own} requests a month functions cost ${formatUsd(bills.function.totalUsd)} and containers ${formatUsd(bills.container.totalUsd)}.`;
  const meet =
    breakEven === null
      ? breakEvenReason
      : `${breakEven.kind === 'step' ? 'The order turns over' : `Both cost ${formatUsd(breakEven.usd)}`} at ${formatCount(breakEven.requestsPerMonth)} requests a month.`;
  return `${here} ${meet}`;
}

const table = ({ cost }: Report): ChartTable => ({
  caption: 'Cost of a month against requests a month',
  columns: ['Requests a month', SIDE_NAMES.function, SIDE_NAMES.container, 'Fargate tasks', 'Cheaper'],
  rows: cost.curve.map((point) => [
    formatCount(point.requestsPerMonth),
    formatUsd(point.functionUsd),
    formatUsd(point.containerUsd),
    formatCount(point.tasks),
    cheaper(point.functionUsd, point.containerUsd),
  ]),
});

function cheaper(functionUsd: number, containerUsd: number): string {
  if (functionUsd === containerUsd) return 'equal';
  return functionUsd < containerUsd ? SIDE_NAMES.function : SIDE_NAMES.container;
}
