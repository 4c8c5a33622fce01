import { formatCount, formatMs, formatShare } from '../charts/format.ts';
import type { Share } from '../units.ts';
import { HARMLESS } from './disturbance.ts';
import type { CandidateReport, GeneratorInput, GeneratorReport } from './measurement.ts';

/** The generator's share of a percentile beyond which the percentile is about the generator. */
const LATE_SHARE = 0.2;

type Rule = (input: GeneratorInput, sides: readonly CandidateReport[]) => string | null;

const RULES: readonly Rule[] = [
  ({ lateness }, sides) => {
    const tails = sides.flatMap(({ latency }) => (latency.p99 ?? latency.p95 ?? latency.p50)?.value ?? []);
    const late = lateness.p99Ms > HARMLESS.lateMs && lateness.p99Ms > Math.min(...tails) * LATE_SHARE;
    return late && tails.length > 0
      ? `the load generator itself sent late (${formatMs(lateness.p99Ms)} at p99, ${formatMs(lateness.maxMs)} at most), so part of the latency is its own. Run again on a quieter machine or at a lower rate`
      : null;
  },
  ({ unsent }) =>
    unsent > 0
      ? `${formatCount(unsent)} requests were due and not sent, because too many were in flight: the load was lower than planned. Run again at a lower rate`
      : null,
  ({ load }) =>
    above(load?.steal, HARMLESS.steal, 'the hypervisor gave this machine’s processors to others for'),
  ({ load }) =>
    above(load?.others, HARMLESS.others, 'other programs used the processors of this machine for'),
];

function above(share: Share | null | undefined, limit: Share, words: string): string | null {
  return (share ?? 0) > limit ? `${words} ${formatShare(share ?? 0)} of the time` : null;
}

/** How well the load was made, and why not to rely on the numbers when it was not made well. */
export function generatorReport(input: GeneratorInput, sides: readonly CandidateReport[]): GeneratorReport {
  return { ...input, reasons: RULES.flatMap((rule) => rule(input, sides) ?? []) };
}
