import type { SimulatedMonths } from '../calibration/simulated-bill.ts';
import type { Side } from '../execution/executor.ts';
import { SIDE_NAMES } from '../report/words.ts';
import type { SimulationResult } from '../simulation/result.ts';
import type { Measured } from '../statistics/measured.ts';
import type { Ms, Share } from '../units.ts';
import { formatCount, formatMs, formatShare, formatUsd } from './format.ts';
import type { BothResults } from './simulation-line.ts';

/** One quantity of both sides, the difference written out. */
export interface SimulationRow {
  label: string;
  note: string | null;
  values: Record<Side, SimulatedCell>;
  difference: string;
}

export interface SimulatedCell {
  text: string;
  /** 95% interval, where there is one. */
  interval: string | null;
}

export interface SimulationGroup {
  title: string;
  rows: SimulationRow[];
}

interface Quantity {
  label: string;
  note?: string;
  /** Null: nothing was answered. */
  read: (result: SimulationResult) => number | Measured | null;
  write: (value: number) => string;
  /** What more of it means: "times slower", "times as many". */
  more: string;
}

const LATENCY: readonly Quantity[] = [
  { label: 'Half within', read: (r) => r.latency.all.p50, write: formatMs, more: 'slower' },
  { label: '95% within', read: (r) => r.latency.all.p95, write: formatMs, more: 'slower' },
  { label: '99% within', read: (r) => r.latency.all.p99, write: formatMs, more: 'slower' },
  { label: '99.9% within', read: (r) => r.latency.all.p999, write: formatMs, more: 'slower' },
];

const STARTS: readonly Quantity[] = [
  {
    label: 'Cold-start probability',
    note: 'waited for the start of an instance or a replica',
    read: (r) => r.coldStartProbability,
    write: formatShare,
    more: 'as likely',
  },
  {
    label: 'Refused',
    note: 'throttled, or the queue was full',
    read: (r) => r.throttledShare,
    write: formatShare,
    more: 'as many',
  },
  { label: 'Gave up waiting', read: gaveUp, write: formatShare, more: 'as many' },
  { label: 'Waiting, on average', read: (r) => r.meanWaiting, write: formatCount, more: 'as many' },
];

const INSTANCES: readonly Quantity[] = [
  { label: 'On average', read: (r) => r.meanInstances, write: formatCount, more: 'as many' },
  { label: 'Of them idle', read: (r) => r.meanIdleInstances, write: formatCount, more: 'as many' },
  { label: 'At most', read: (r) => r.usage.peakInstances, write: formatCount, more: 'as many' },
];

function gaveUp({ timedOut, requests }: SimulationResult): Share {
  return requests === 0 ? 0 : timedOut / requests;
}

/** Everything of both sides, row by row. */
export const simulationGroups = (results: BothResults, months: SimulatedMonths): SimulationGroup[] => [
  { title: 'Time to answer', rows: LATENCY.map((one) => row(one, results)) },
  { title: 'Starts and refusals', rows: STARTS.map((one) => row(one, results)) },
  { title: 'Instances and replicas', rows: INSTANCES.map((one) => row(one, results)) },
  { title: 'A month of this traffic', rows: monthRows(months) },
];

function row({ label, note, read, write, more }: Quantity, results: BothResults): SimulationRow {
  const values = { function: read(results.function), container: read(results.container) };
  return {
    label,
    note: note ?? null,
    values: { function: cell(values.function, write), container: cell(values.container, write) },
    difference:
      values.function === null || values.container === null
        ? NONE
        : differenceOf(values.function, values.container, more),
  };
}

const NONE = '–';

function cell(value: number | Measured | null, write: (value: number) => string): SimulatedCell {
  if (value === null) return { text: NONE, interval: null };
  if (typeof value === 'number') return { text: write(value), interval: null };
  const { interval } = value;
  const wide = interval !== null && interval[1] > interval[0];
  return {
    text: write(value.value),
    interval: wide ? `${write(interval[0])} to ${write(interval[1])}` : null,
  };
}

const pointOf = (value: number | Measured): number => (typeof value === 'number' ? value : value.value);
const endsOf = (value: number | Measured): readonly [number, number] =>
  typeof value === 'number' ? [value, value] : (value.interval ?? [value.value, value.value]);

const TIMES = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });

/** "Functions 3.1 times slower"; nothing is said of a difference that the intervals do not show. */
export function differenceOf(fn: number | Measured, container: number | Measured, more: string): string {
  const [a, b] = [pointOf(fn), pointOf(container)];
  const [[aLow, aHigh], [bLow, bHigh]] = [endsOf(fn), endsOf(container)];
  if (a === b) return 'the same';
  if (aLow <= bHigh && bLow <= aHigh) return 'no clear difference';
  const [name, high, low] = a > b ? [SIDE_NAMES.function, a, b] : [SIDE_NAMES.container, b, a];
  if (low === 0) return `only ${name.toLowerCase()}`;
  const ratio = high / low;
  // Percentiles are read from buckets, and a seed moves them: less than this is nothing.
  if (ratio < 1.02) return 'the same within 2%';
  if (ratio < 1.15)
    return `${name} ${TIMES.format((ratio - 1) * 100)}% ${more === 'slower' ? 'slower' : 'more'}`;
  return `${name} ${ratio < 1000 ? TIMES.format(ratio) : formatCount(ratio)} times ${more}`;
}

function monthRows(months: SimulatedMonths): SimulationRow[] {
  const { function: fn, container } = months;
  const plain = (text: string): SimulatedCell => ({ text, interval: null });
  return [
    {
      label: 'GB-seconds',
      note: 'billed of functions, held by replicas',
      values: {
        function: plain(formatCount(fn.gbSeconds)),
        container: plain(formatCount(container.gbSeconds)),
      },
      difference: differenceOf(fn.gbSeconds, container.gbSeconds, 'as many'),
    },
    {
      label: 'Cost',
      note: `${fn.bill.platform}; ${container.bill.platform}`,
      values: {
        function: plain(formatUsd(fn.bill.totalUsd)),
        container: plain(formatUsd(container.bill.totalUsd)),
      },
      difference: costDifference(fn.bill.totalUsd, container.bill.totalUsd),
    },
  ];
}

function costDifference(fn: number, container: number): string {
  const gap = Math.abs(fn - container);
  if (gap < 0.005) return 'the same to the cent';
  return `${fn > container ? SIDE_NAMES.function : SIDE_NAMES.container} ${formatUsd(gap)} more a month`;
}

function answeredWords(fn: Ms | null, container: Ms | null): string {
  if (fn !== null && container !== null)
    return `99% are answered within ${formatMs(fn)} and ${formatMs(container)}`;
  if (fn === null && container === null) return 'neither side answers any';
  return fn === null ? 'functions answer none of them' : 'containers answer none of them';
}

/** The answer in one sentence. */
export function simulationSentence(results: BothResults, months: SimulatedMonths): string {
  const { function: fn, container } = results;
  const cost = costDifference(months.function.bill.totalUsd, months.container.bill.totalUsd);
  return [
    `Of ${formatCount(fn.requests)} simulated requests ${formatShare(fn.coldStartProbability.value)} meet a cold start on functions`,
    `and ${formatShare(container.coldStartProbability.value)} wait for a replica on containers;`,
    `${answeredWords(fn.latency.all.p99, container.latency.all.p99)}.`,
    `The bill: ${cost}.`,
  ].join(' ');
}
