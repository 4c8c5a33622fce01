import { formatCount, formatMs, formatShare } from '../charts/format.ts';
import { HOURS_PER_MONTH } from '../load/traffic.ts';
import type { SimulatedMonth } from '../simulation/month/month.ts';

/** What was simulated of the month, e.g. "the whole month", "94 of 730 hours, some of each kind, weighted by how many a month has". */
export function simulatedPart({ hours, thinned }: SimulatedMonth): string {
  if (hours >= HOURS_PER_MONTH) return 'the whole month';
  const sample = `${hours} of ${HOURS_PER_MONTH} hours, some of each kind, weighted by how many a month has`;
  return thinned === 1
    ? sample
    : `${sample}; one request of ${formatCount(thinned)}, with which the share of cold starts is a little higher than it would be`;
}

export interface MonthRow {
  label: string;
  value: string;
}

/** The simulated month as rows of a table. */
export const monthRows = (month: SimulatedMonth): MonthRow[] => [
  { label: 'Cold starts', value: `${formatShare(month.coldShare)} of requests` },
  { label: 'p50', value: formatMs(month.latency.p50) },
  { label: 'p95', value: formatMs(month.latency.p95) },
  { label: 'p99', value: formatMs(month.latency.p99) },
  { label: 'Slowest', value: formatMs(month.latency.max) },
  { label: 'Most environments at once', value: formatCount(month.peakInstances) },
];

/** How it was simulated, in a sentence. */
export const monthNote = (month: SimulatedMonth): string =>
  `Simulated, not measured: ${formatCount(month.requests)} requests of the described traffic at its own pace (${simulatedPart(month)}), with the warm times and starts of this run; an idle environment is kept for ${formatMs(month.keepAlive)}, which is assumed.`;
