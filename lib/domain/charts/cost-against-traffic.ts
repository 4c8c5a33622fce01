import { billsBySide, bySide } from '../report/by-side.ts';
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
  const { curve } = report.cost;
  const { function: fn, container } = bySide(report);
  const { point: breakEven } = billsBySide(report).breakEven;
  const own = report.workload.traffic.requestsPerMonth;
  const points = curve.map(({ requestsPerMonth, usd: at, tasks }) => ({
    requests: requestsPerMonth,
    function: Math.max(LEAST_USD, at[fn.id] ?? 0),
    container: Math.max(LEAST_USD, at[container.id] ?? 0),
    tasks,
  }));
  const requests = logDomain([...points.map((point) => point.requests), own]);
  const usd = logDomain([
    ...points.flatMap((point) => [point.function, point.container]),
    fn.bill.totalUsd,
    container.bill.totalUsd,
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
      function: Math.max(LEAST_USD, fn.bill.totalUsd),
      container: Math.max(LEAST_USD, container.bill.totalUsd),
      label: `your traffic: ${formatCount(own)}`,
    },
    summary: summary(report),
    table: table(report),
  };
}

function summary(report: Report): string {
  const { workload } = report;
  const { function: fn, container } = bySide(report);
  const { point: breakEven, reason } = billsBySide(report).breakEven;
  const own = formatCount(workload.traffic.requestsPerMonth);
  const here = `At your ${own} requests a month functions cost ${formatUsd(fn.bill.totalUsd)} and containers ${formatUsd(container.bill.totalUsd)}.`;
  const meet =
    breakEven === null
      ? reason
      : `${breakEven.kind === 'step' ? 'The order turns over' : `Both cost ${formatUsd(breakEven.usd)}`} at ${formatCount(breakEven.requestsPerMonth)} requests a month.`;
  return `${here} ${meet}`;
}

const table = (report: Report): ChartTable => ({
  caption: 'Cost of a month against requests a month',
  columns: ['Requests a month', SIDE_NAMES.function, SIDE_NAMES.container, 'Fargate tasks', 'Cheaper'],
  rows: report.cost.curve.map(({ requestsPerMonth, usd, tasks }) => {
    const { function: fn, container } = bySide(report);
    const [one, other] = [usd[fn.id] ?? 0, usd[container.id] ?? 0];
    return [
      formatCount(requestsPerMonth),
      formatUsd(one),
      formatUsd(other),
      formatCount(tasks),
      cheaper(one, other),
    ];
  }),
});

function cheaper(functionUsd: number, containerUsd: number): string {
  if (functionUsd === containerUsd) return 'equal';
  return functionUsd < containerUsd ? SIDE_NAMES.function : SIDE_NAMES.container;
}
