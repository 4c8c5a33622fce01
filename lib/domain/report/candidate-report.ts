import { type Candidate, type CandidateId, ownOf } from '../execution/candidate.ts';
import type { BuildInfo, Outcome } from '../execution/executor.ts';
import { isGood, latencyOf, type Sample } from '../execution/sample.ts';
import { WARM_UP_BLOCK } from '../experiment/plan.ts';
import { firstArrivals } from '../load/turn.ts';
import { meanWithInterval } from '../statistics/mean.ts';
import { ascending, quantile } from '../statistics/quantile.ts';
import { shareWithInterval } from '../statistics/wilson.ts';
import type { Ms } from '../units.ts';
import type { BuildReportInput } from './input.ts';
import type {
  BlockSummary,
  BuildReport,
  CandidateReport,
  LatencySummary,
  MeasuredCandidate,
} from './measurement.ts';
import { startsReport } from './starts.ts';
import { distributionOf, summarise, summariseBlocks } from './summary.ts';
import { meetsTarget } from './target.ts';
import { liveSeconds } from './timeline.ts';
import { endsOf, usageOf } from './usage.ts';

/** Nothing ran in these: no environment was given the request, so nothing is billed either. */
const DID_NOT_RUN: ReadonlySet<Outcome> = new Set<Outcome>(['throttled', 'cancelled', 'unavailable']);

export const ranAtAll = (sample: Sample): boolean => !DID_NOT_RUN.has(sample.outcome);

/** All that one candidate's samples say. Only good samples enter the latencies. */
export function measuredCandidate(candidate: Candidate, input: BuildReportInput): MeasuredCandidate {
  const report = measuredOf(candidate, input);
  return { ...report, targetMet: meetsTarget(report, input.workload.latencyTarget) };
}

function measuredOf(candidate: Candidate, input: BuildReportInput): MeasuredCandidate {
  const { id } = candidate;
  const all = ownOf(id, input.samples);
  const samples = all.filter(isMeasured);
  const good = samples.filter(isGood);
  const latencies = good.map(latencyOf);
  const cold = samples.filter((sample) => sample.cold);
  const byBlock = inBlocks(good, input.plan.rounds);
  const summary = (of: (sample: Sample) => Ms, blocks = byBlock) =>
    summariseBlocks(
      blocks.map((block) => ascending(block.map(of))),
      input.plan.seed,
    );
  const ran = samples.filter(ranAtAll);
  const timeline = timelineOf(id, samples, input);
  return {
    ...{ id, mode: candidate.mode },
    targetMet: null,
    build: buildOf(builtOf(id, input)),
    requests: samples.length,
    good: good.length,
    outcomes: countOutcomes(samples),
    badStatus: samples.filter((sample) => sample.outcome === 'ok' && !isGood(sample)).length,
    latency: summary(latencyOf),
    warmLatency: summary(
      latencyOf,
      byBlock.map((block) => block.filter((sample) => !sample.cold)),
    ),
    handler: summary((sample) => sample.handler),
    reported: reportedOf(summary, byBlock),
    queue: summary((sample) => sample.queued),
    network: summary(networkOf),
    init: summarise(startsOf(id, all, input)),
    starts: startsReport(input.forced?.[id]),
    warmUp: warmUpOf(all.filter((sample) => !isMeasured(sample))),
    blocks: blockSummaries(samples, input.plan.rounds),
    usage: usageOf(id, input.usage ?? [], samples.length),
    ends: endsOf(id, input.usage ?? []),
    cold: { count: cold.length, share: shareWithInterval(cold.length, samples.length) },
    billedMean: meanWithInterval(ran.map((sample) => sample.billed)),
    peakInstances: Math.max(0, ...timeline.map((second) => second.instances), ...peaks(id, input)),
    distribution: distributionOf(latencies),
    timeline,
    failures: ownOf(id, input.failures).map(({ candidate: _, ...rest }) => rest),
  };
}

/** Null as soon as one good request has no report: what brings its own runtime or server makes none. */
function reportedOf(
  summary: (of: (sample: Sample) => Ms) => LatencySummary,
  blocks: readonly Sample[][],
): LatencySummary | null {
  const all = blocks.flat();
  if (all.length === 0 || all.some(({ reported = null }) => reported === null)) return null;
  return summary(({ reported }) => reported ?? 0);
}

function builtOf(id: CandidateId, { builds }: BuildReportInput): BuildInfo {
  const built = builds[id];
  if (built === undefined) throw new RangeError(`Nothing was built for candidate ${id}.`);
  return built;
}

const buildOf = (build: BuildInfo): BuildReport => ({
  ...build,
  zipBytes: build.zipBytes ?? null,
  layers: build.layers ?? null,
  runtime: build.runtime ?? null,
});

/**
 * Starts are rare: those before the run and in the warm-up tell as much about a start under the run's load as any
 * other. Forced ones were made while nothing was sent, so they are kept apart.
 */
function startsOf(id: CandidateId, samples: readonly Sample[], { starts = [] }: BuildReportInput): Ms[] {
  const waited = samples.filter(({ cold, init }) => cold && init > 0).map(({ init }) => init);
  const before = ownOf(id, starts).map(({ init }) => init);
  return [...before, ...waited];
}

/** False for what was sent before the first block. */
export const isMeasured = (sample: Sample): boolean => sample.block !== WARM_UP_BLOCK;

/** From the moment it was sent, what neither queue nor start nor handler explains. */
const networkOf = ({ receivedAt, sentAt, queued, init, handler }: Sample): Ms =>
  Math.max(0, receivedAt - sentAt - queued - init - handler);

function inBlocks(samples: readonly Sample[], count: number): Sample[][] {
  const blocks: Sample[][] = Array.from({ length: count }, () => []);
  for (const sample of samples) blocks[sample.block]?.push(sample);
  return blocks;
}

function warmUpOf(samples: readonly Sample[]): CandidateReport['warmUp'] {
  if (samples.length === 0) return null;
  const good = samples.filter(isGood);
  return {
    requests: samples.length,
    good: good.length,
    cold: samples.filter((sample) => sample.cold).length,
    latency: summarise(good.map(latencyOf)),
  };
}

function blockSummaries(samples: readonly Sample[], count: number): BlockSummary[] {
  return inBlocks(samples, count).map((block, number) => {
    const good = block.filter(isGood);
    const sorted = ascending(good.map(latencyOf));
    return {
      block: number,
      requests: block.length,
      good: good.length,
      p50: quantile(sorted, 0.5)?.value ?? null,
      p95: quantile(sorted, 0.95)?.value ?? null,
    };
  });
}

function timelineOf(id: CandidateId, samples: readonly Sample[], input: BuildReportInput) {
  const blockMs = (input.plan.secondsPerCandidate * 1000) / input.plan.rounds;
  const instances = ownOf(id, input.instanceCounts);
  // A pattern may begin with silence; a steady rate does not, and older schedules were drawn otherwise.
  const firstMs = input.plan.traffic === undefined ? [] : firstArrivals(input.plan);
  return liveSeconds(samples, { blockMs, firstMs, instances }).map(({ candidate: _, ...second }) => second);
}

const peaks = (id: CandidateId, input: BuildReportInput): number[] =>
  ownOf(id, input.instanceCounts).map((count) => count.instances);

function countOutcomes(samples: readonly Sample[]): CandidateReport['outcomes'] {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const sample of samples) counts[sample.outcome] = (counts[sample.outcome] ?? 0) + 1;
  return counts;
}
