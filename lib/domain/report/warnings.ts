import { formatMs, formatShare } from '../charts/format.ts';
import type { Side } from '../execution/executor.ts';
import type { BuildReportInput } from './input.ts';
import type { SideReport } from './report.ts';

const NAMES: Record<Side, string> = { function: 'function side', container: 'container side' };

/** p99 lateness that is still harmless whatever the latency. */
const LATE_MS = 5;
const LATE_SHARE = 0.1;
const LEAST_GOOD = 0.9;
/** A p95 with an interval needs 72 samples. */
const LEAST_SAMPLES = 72;
const GROWTH = 3;
const GROWN_MS = 50;

/** Why the numbers must be read with care: what the engine said, then what the samples show. */
export function warningsOf(input: BuildReportInput, sides: readonly SideReport[]): string[] {
  return [...input.warnings, ...lateness(input, sides), ...sides.flatMap((side) => sideWarnings(side))];
}

function lateness({ sendLateness }: BuildReportInput, sides: readonly SideReport[]): string[] {
  const medians = sides.flatMap((side) => side.latency.p50?.value ?? []);
  const fastest = Math.min(...medians);
  const late = sendLateness.p99Ms > LATE_MS && sendLateness.p99Ms > fastest * LATE_SHARE;
  if (!late || medians.length === 0) return [];
  return [
    `Unreliable: the load generator itself sent late (${formatMs(sendLateness.p99Ms)} at p99, ${formatMs(sendLateness.maxMs)} at most), so part of the latency is its own. Run again on a quieter machine or at a lower rate.`,
  ];
}

const RULES: readonly ((side: SideReport) => string | null)[] = [
  (side) => (side.requests === 0 ? `The ${NAMES[side.side]} was sent no request.` : null),
  (side) =>
    side.requests > 0 && side.good / side.requests < LEAST_GOOD
      ? `Unreliable: only ${formatShare(side.good / side.requests)} of the requests on the ${NAMES[side.side]} were answered well; latency is of those alone.`
      : null,
  (side) =>
    side.good > 0 && side.good < LEAST_SAMPLES
      ? `The ${NAMES[side.side]} has only ${side.good} good answers: too few for a p95 with an interval. Run longer or at a higher rate.`
      : null,
  (side) =>
    grows(side)
      ? `The ${NAMES[side.side]} could not keep up: its latency kept growing through the run, so a longer run would show worse numbers.`
      : null,
];

const sideWarnings = (side: SideReport): string[] => RULES.flatMap((rule) => rule(side) ?? []);

/** Median second of the last third against the first third: a queue that grows shows there. */
function grows(side: SideReport): boolean {
  const seconds = side.timeline.filter((second) => second.count > second.errors);
  const third = Math.floor(seconds.length / 3);
  if (third < 2) return false;
  const middle = (part: typeof seconds) =>
    part.map((one) => one.p50).sort((a, b) => a - b)[Math.floor(part.length / 2)] ?? 0;
  const [first, last] = [middle(seconds.slice(0, third)), middle(seconds.slice(-third))];
  return last > first * GROWTH && last - first > GROWN_MS;
}
