import {
  formatBytes,
  formatCount,
  formatMs,
  formatShare,
  formatUsd,
  NO_VALUE,
} from '#lib/domain/charts/format.ts';
import type { Bill } from '#lib/domain/cost/assessment.ts';
import { distortionsOf, planWords } from '#lib/domain/load/traffic-words.ts';
import { cutWords } from '#lib/domain/load/turn-part.ts';
import { billsBySide, bySide } from '#lib/domain/report/by-side.ts';
import { latencyGroups } from '#lib/domain/report/latency-rows.ts';
import type { BuildReport } from '#lib/domain/report/measurement.ts';
import { imageBytes } from '#lib/domain/report/package-rows.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { costWords } from '#lib/domain/report/words.ts';
import type { Measured } from '#lib/domain/statistics/measured.ts';
import { assumedWords } from '#lib/domain/workload/assumed-duration.ts';

type Row = readonly [label: string, functions: string, containers: string, difference: string];

const measured = (value: Measured | null): string => {
  if (value === null) return NO_VALUE;
  const interval = value.interval && ` (${formatMs(value.interval[0])} to ${formatMs(value.interval[1])})`;
  return `${formatMs(value.value)}${interval ?? ''}`;
};

/** The report as a terminal shows it: the verdict, the rows side by side, the reasons, the warnings. */
export function reportTable(report: Report): string {
  return [
    report.workload.name,
    assumedWords(report.workload, report.plan) ?? planWords(report.plan),
    '',
    report.verdict.sentence,
    ...(report.verdict.wouldBe
      ? [`Taken as they are, the figures would say: ${report.verdict.wouldBe.sentence}`]
      : []),
    '',
    ...table([
      ['', 'Function', 'Container', 'Difference'],
      ...requestRows(report),
      ...latencyRows(report),
      ...costRows(report),
    ]),
    '',
    ...report.verdict.reasons.map(
      ({ about, text, doubt }) => `${about}: ${text}${doubt === null ? '' : ` ${doubt}`}`,
    ),
    ...distortionsOf(report.plan).map((text) => `Compressed time: ${text}`),
    ...[cutWords(report.plan) ?? [], report.warnings].flat().map((warning) => `Read with care: ${warning}`),
  ].join('\n');
}

function requestRows({ candidates, machine, month }: Report): Row[] {
  const { function: f, container: c } = bySide({ candidates });
  return [
    [
      'Requests answered',
      `${formatCount(f.good)} of ${formatCount(f.requests)}`,
      `${formatCount(c.good)} of ${formatCount(c.requests)}`,
      '',
    ],
    ['Cold starts', cold(f.cold.count, f.cold.share.value), cold(c.cold.count, c.cold.share.value), ''],
    ...(month === null
      ? []
      : [['Cold starts in a month, simulated', formatShare(month.coldShare), '', ''] as const]),
    ['Most instances at once', String(f.peakInstances), String(c.peakInstances), ''],
    ...packageRow(f.build, c.build),
    ['Engine', f.build.engine, c.build.engine, machine.os],
  ];
}

function packageRow(zip: BuildReport, image: BuildReport): Row[] {
  const layers = image.layers === null ? '' : `, ${image.layers} layers`;
  const ofZip = zip.zipBytes === null ? NO_VALUE : `${formatBytes(zip.zipBytes)} ZIP`;
  return [
    ['Deployed', ofZip, `${formatBytes(imageBytes(image))} image${layers}`, ''],
    ['Build time', formatMs(zip.buildTime), formatMs(image.buildTime), ''],
  ];
}

const cold = (count: number, share: number) => `${formatCount(count)} (${formatShare(share)})`;

const latencyRows = (report: Report): Row[] =>
  latencyGroups(report).flatMap((group) =>
    group.rows.map(
      (row): Row => [
        `${group.title}, ${row.label}`,
        measured(row.function),
        measured(row.container),
        row.difference ?? '',
      ],
    ),
  );

function costRows(report: Report): Row[] {
  const { function: fn, container } = bySide(report);
  const { difference, breakEven } = billsBySide(report);
  const bills = { function: fn.bill, container: container.bill };
  return [
    [
      'Cost of a month',
      usdWithin(bills.function.totalUsd, bills.function.interval),
      usdWithin(bills.container.totalUsd, bills.container.interval),
      costWords(difference),
    ],
    ['With what is assumed at half or twice', assumed(bills.function), assumed(bills.container), ''],
    [
      'Break-even',
      breakEven.point ? `${formatCount(breakEven.point.requestsPerMonth)} requests a month` : NO_VALUE,
      '',
      breakEven.reason,
    ],
  ];
}

const usdWithin = (usd: number, [low, high]: readonly [number, number]): string =>
  low === high ? formatUsd(usd) : `${formatUsd(usd)} (${formatUsd(low)} to ${formatUsd(high)})`;

const assumed = ({ assumedRange: range }: Bill): string =>
  range === null ? NO_VALUE : `${formatUsd(range[0])} to ${formatUsd(range[1])}`;

/** Columns padded to their widest cell; the last one runs free. */
function table(rows: readonly Row[]): string[] {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), width(1), width(2)];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
