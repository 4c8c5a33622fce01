import type { Outcome, Side } from '../execution/executor.ts';
import { isGood, latencyOf, type Sample } from '../execution/sample.ts';
import { meanWithInterval } from '../statistics/mean.ts';
import { shareWithInterval } from '../statistics/wilson.ts';
import type { Ms } from '../units.ts';
import type { BuildReportInput } from './input.ts';
import type { SideReport } from './report.ts';
import { distributionOf, summarise } from './summary.ts';
import { liveSeconds } from './timeline.ts';

/** Nothing ran in these: no environment was given the request, so nothing is billed either. */
const DID_NOT_RUN: ReadonlySet<Outcome> = new Set<Outcome>(['throttled', 'cancelled', 'unavailable']);

export const ranAtAll = (sample: Sample): boolean => !DID_NOT_RUN.has(sample.outcome);

/** Billed ms of the requests that ran and met a warm environment: what a request costs without init. */
export const warmBilled = (samples: readonly Sample[]): Ms[] =>
  samples.filter((sample) => ranAtAll(sample) && !sample.cold).map((sample) => sample.billed);

/** All that one side's samples say. Only good samples enter the latencies. */
export function sideReport(side: Side, input: BuildReportInput): SideReport {
  const samples = input.samples.filter((sample) => sample.side === side);
  const good = samples.filter(isGood);
  const latencies = good.map(latencyOf);
  const cold = samples.filter((sample) => sample.cold);
  const ran = samples.filter(ranAtAll);
  const timeline = timelineOf(side, samples, input);
  return {
    side,
    build: input.builds[side],
    requests: samples.length,
    good: good.length,
    outcomes: countOutcomes(samples),
    badStatus: samples.filter((sample) => sample.outcome === 'ok' && !isGood(sample)).length,
    latency: summarise(latencies),
    warmLatency: summarise(good.filter((sample) => !sample.cold).map(latencyOf)),
    handler: summarise(good.map((sample) => sample.handler)),
    init: summarise(cold.flatMap((sample) => (sample.init > 0 ? [sample.init] : []))),
    cold: { count: cold.length, share: shareWithInterval(cold.length, samples.length) },
    billedMean: meanWithInterval(ran.map((sample) => sample.billed)),
    peakInstances: Math.max(0, ...timeline.map((second) => second.instances), ...peaks(side, input)),
    distribution: distributionOf(latencies),
    timeline,
    failures: input.failures.filter((failure) => failure.side === side).map(({ side: _, ...rest }) => rest),
  };
}

function timelineOf(side: Side, samples: readonly Sample[], input: BuildReportInput) {
  const blockMs = (input.plan.secondsPerSide * 1000) / input.plan.blocks;
  const instances = input.instanceCounts.filter((count) => count.side === side);
  return liveSeconds(samples, { blockMs, instances }).map(({ side: _, ...second }) => second);
}

const peaks = (side: Side, input: BuildReportInput): number[] =>
  input.instanceCounts.filter((count) => count.side === side).map((count) => count.instances);

function countOutcomes(samples: readonly Sample[]): SideReport['outcomes'] {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const sample of samples) counts[sample.outcome] = (counts[sample.outcome] ?? 0) + 1;
  return counts;
}
