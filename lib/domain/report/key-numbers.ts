import { exactMs, exactUsd, formatMs, formatUsd, NO_VALUE } from '../charts/format.ts';
import type { Side } from '../execution/executor.ts';
import { findDifference } from './latency-rows.ts';
import type { Measured, Report } from './report.ts';
import { costWords, differenceWords } from './words.ts';

/** One number as shown: short, exact for hover and copy, and its interval in words. */
export interface KeyValue {
  text: string;
  exact: string;
  /** "11.2 ms to 13 ms"; null when nothing measured enters or too few samples. */
  interval: string | null;
  /** value, low, high for the picture beside it; null when there is no value. */
  span: { value: number; low: number; high: number } | null;
  note: string | null;
}

/** The numbers right behind the verdict, one row each. */
export interface KeyNumber {
  id: 'p95' | 'cost' | 'lock-in';
  label: string;
  /** Both sides, or one value that holds for the code whichever side runs it. */
  values: { function: KeyValue; container: KeyValue } | { both: KeyValue };
  difference: string;
}

export const keyNumbers = (report: Report): KeyNumber[] => [p95(report), cost(report), lockIn(report)];

function p95(report: Report): KeyNumber {
  const tested = findDifference(report, 'p95');
  const value = (side: Side): KeyValue => ({
    ...latencyValue(report.sides[side].latency.p95),
    note: targetNote(report, side),
  });
  return {
    id: 'p95',
    label: 'p95 latency',
    values: { function: value('function'), container: value('container') },
    difference: tested ? differenceWords(tested) : 'too few good requests to compare',
  };
}

/** A latency in ms as a key value; the dash when there were too few samples for it. */
export function latencyValue(measured: Measured | null): KeyValue {
  if (!measured) return { text: NO_VALUE, exact: 'not measured', interval: null, span: null, note: null };
  const { value, interval } = measured;
  const [low, high] = interval ?? [value, value];
  return {
    text: formatMs(value),
    exact: exactMs(value),
    interval: interval && `${formatMs(low)} to ${formatMs(high)}`,
    span: { value, low, high },
    note: null,
  };
}

function targetNote(report: Report, side: Side): string | null {
  const met = report.targetMet[side];
  const { percentile, ms } = report.workload.latencyTarget;
  if (met === null) return null;
  return `${met ? 'meets' : 'misses'} your ${formatMs(ms)} at p${percentile}`;
}

function cost(report: Report): KeyNumber {
  const value = (side: Side): KeyValue => {
    const bill = report.cost.bills[side];
    const [low, high] = bill.interval;
    const ends = [formatUsd(low), formatUsd(high)] as const;
    return {
      text: formatUsd(bill.totalUsd),
      exact: exactUsd(bill.totalUsd),
      interval: ends[0] === ends[1] ? null : `${ends[0]} to ${ends[1]}`,
      span: { value: bill.totalUsd, low, high },
      note: bill.lines.some((line) => line.assumption !== undefined) ? 'rests on assumptions' : null,
    };
  };
  return {
    id: 'cost',
    label: 'Cost a month',
    values: { function: value('function'), container: value('container') },
    difference: costWords(report.cost),
  };
}

function lockIn({ lockIn: { findings, dimensions } }: Report): KeyNumber {
  const files = new Set(findings.map((finding) => finding.file)).size;
  const touched = dimensions.filter((row) => row.findings > 0).length;
  const count = findings.length;
  return {
    id: 'lock-in',
    label: 'Lock-in findings',
    values: {
      both: {
        text: String(count),
        exact: `${count} findings`,
        interval: null,
        span: null,
        note: count === 0 ? 'none found in the code' : `in ${files} ${files === 1 ? 'file' : 'files'}`,
      },
    },
    difference: `${touched} of ${dimensions.length} dimensions touched`,
  };
}
