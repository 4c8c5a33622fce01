import { formatMs } from '../charts/format.ts';
import type { Side } from '../execution/executor.ts';
import { billsBySide, bySide } from './by-side.ts';
import { findDifference } from './latency-rows.ts';
import type { Report } from './report.ts';
import { costWords, differenceWords } from './words.ts';

/** One number of a key row, for one side. */
export interface KeyValue {
  value: number | null;
  /** 95%; null when nothing measured enters or there were too few samples. */
  interval: readonly [number, number] | null;
  /** Half and twice of what is assumed beyond the measurement; null when nothing assumed moves it. */
  assumed: readonly [number, number] | null;
  /** One short remark under it, e.g. whether it meets the target. */
  note: string | null;
}

/** The numbers right behind the verdict, one row each. */
export interface KeyNumber {
  id: 'p95' | 'cost' | 'lock-in';
  label: string;
  kind: 'ms' | 'usd' | 'count';
  origin: 'measured' | 'calculated';
  /** Both sides, or one value that holds for the code whichever side runs it. */
  values: { function: KeyValue; container: KeyValue } | { both: KeyValue };
  difference: string;
}

export const keyNumbers = (report: Report): KeyNumber[] => [p95(report), cost(report), lockIn(report)];

function p95(report: Report): KeyNumber {
  const tested = findDifference(report, 'p95');
  const value = (side: Side): KeyValue => {
    const measured = bySide(report)[side].latency.p95;
    return {
      value: measured?.value ?? null,
      interval: measured?.interval ?? null,
      assumed: null,
      note: targetNote(report, side),
    };
  };
  return {
    id: 'p95',
    label: 'p95 latency',
    kind: 'ms',
    origin: 'measured',
    values: { function: value('function'), container: value('container') },
    difference: tested ? differenceWords(tested) : whyNone(report),
  };
}

const whyNone = ({ candidates }: Report): string =>
  candidates.every(({ requests }) => requests === 0)
    ? 'no request was sent'
    : 'too few good requests to compare';

function targetNote(report: Report, side: Side): string | null {
  const { targetMet: met, good } = bySide(report)[side];
  const { percentile, ms } = report.workload.latencyTarget;
  const target = `your ${formatMs(ms)} at p${percentile}`;
  if (met === null) return good > 0 ? `undecided: ${target}` : null;
  return `${met ? 'meets' : 'misses'} ${target}`;
}

function cost(report: Report): KeyNumber {
  const value = (side: Side): KeyValue => {
    const { totalUsd, interval, assumedRange, lines } = bySide(report)[side].bill;
    const assumed = lines.filter((line) => line.assumption !== undefined).length;
    return {
      value: totalUsd,
      interval: interval[0] === interval[1] ? null : interval,
      assumed: assumedRange && assumedRange[0] < assumedRange[1] ? assumedRange : null,
      note: [
        ...(interval[0] === interval[1] ? ['the same in another run'] : []),
        ...(assumed > 0 ? [`${assumed} of ${lines.length} lines assumed`] : []),
      ].join('; '),
    };
  };
  return {
    id: 'cost',
    label: 'Cost of a month',
    kind: 'usd',
    origin: 'calculated',
    values: { function: value('function'), container: value('container') },
    difference: costWords(billsBySide(report).difference),
  };
}

function lockIn({ lockIn: { findings, dimensions, filesRead, ...rest } }: Report): KeyNumber {
  const unread = rest.unread ?? [];
  const files = new Set(findings.map((finding) => finding.file)).size;
  const touched = dimensions.filter((row) => row.findings > 0).length;
  const found =
    findings.length === 0 ? 'none found in the code' : `in ${files} file${files === 1 ? '' : 's'}`;
  const judged = filesRead > 0 || unread.length === 0;
  const note = judged ? partly(found, unread.length) : 'not judged: only JavaScript and TypeScript are read';
  return {
    id: 'lock-in',
    label: 'Lock-in findings',
    kind: 'count',
    origin: 'measured',
    values: { both: { value: judged ? findings.length : null, interval: null, assumed: null, note } },
    difference: judged
      ? `${touched} of ${dimensions.length} dimensions touched`
      : 'no dimension was looked at',
  };
}

const partly = (found: string, unread: number): string =>
  unread === 0 ? found : `${found}; ${unread} ${unread === 1 ? 'file was' : 'files were'} not read`;
