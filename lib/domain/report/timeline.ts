import type { CandidateId } from '../execution/candidate.ts';
import { isGood, latencyOf, type Sample } from '../execution/sample.ts';
import type { LiveSecond } from '../live/events.ts';
import { LatencyHistogram } from '../statistics/histogram.ts';
import type { Ms } from '../units.ts';
import type { InstanceCount } from './input.ts';

/**
 * Maps each sample to its second of its candidate's measured time: the blocks of a candidate put end to end.
 * A block starts `firstMs` before its first arrival; where that is not known it is taken to start there,
 * so a sample can be one mean gap early. `blockMs` is the planned length of a block; without it the
 * observed length, in whole seconds, is used.
 */
export function measuredSeconds(
  samples: readonly Sample[],
  blockMs?: Ms,
  firstMs: readonly Ms[] = [],
): (sample: Sample) => number {
  const spans = new Map<string, { from: Ms; to: Ms }>();
  for (const sample of samples) {
    const span = spans.get(keyOf(sample)) ?? { from: sample.scheduledAt, to: sample.scheduledAt };
    span.from = Math.min(span.from, sample.scheduledAt);
    span.to = Math.max(span.to, sample.scheduledAt);
    spans.set(keyOf(sample), span);
  }
  const length = blockMs ?? longest(spans.values());
  return (sample) => {
    const sinceFirst = sample.scheduledAt - (spans.get(keyOf(sample))?.from ?? 0);
    const inBlock = sinceFirst + (firstMs[sample.block] ?? 0);
    return Math.floor((sample.block * length + Math.min(inBlock, length - 1)) / 1000);
  };
}

const keyOf = (sample: Sample): string => `${sample.candidate} ${sample.block}`;

const longest = (spans: Iterable<{ from: Ms; to: Ms }>): Ms => {
  let most = 0;
  for (const span of spans) most = Math.max(most, span.to - span.from);
  return (Math.floor(most / 1000) + 1) * 1000;
};

/**
 * Counts and percentiles per candidate and measured second, ordered by both. A second without
 * requests is absent. Percentiles are of good requests, null in a second without good ones.
 */
export function liveSeconds(
  samples: readonly Sample[],
  options: { blockMs?: Ms; firstMs?: readonly Ms[]; instances?: readonly InstanceCount[] } = {},
): LiveSecond[] {
  const secondOf = measuredSeconds(samples, options.blockMs, options.firstMs);
  const groups = Map.groupBy(samples, (sample) => `${sample.candidate} ${secondOf(sample)}`);
  const alive = new Map(options.instances?.map((one) => [`${one.candidate} ${one.second}`, one.instances]));
  const seconds = [...groups].flatMap(([key, group]) => {
    const first = group[0];
    return first === undefined ? [] : [summary(first.candidate, secondOf(first), group, alive.get(key))];
  });
  return seconds.sort((a, b) => a.candidate.localeCompare(b.candidate) || a.second - b.second);
}

function summary(
  candidate: CandidateId,
  second: number,
  group: readonly Sample[],
  instances?: number,
): LiveSecond {
  const good = group.filter(isGood);
  const latency = LatencyHistogram.of(good.map(latencyOf));
  return {
    candidate,
    second,
    count: group.length,
    errors: group.length - good.length,
    cold: group.filter((sample) => sample.cold).length,
    p50: latency.quantile(0.5),
    p95: latency.quantile(0.95),
    max: latency.max,
    // Without a count from the executor, at least the instances that answered were alive.
    instances: instances ?? new Set(group.flatMap((sample) => sample.instanceId ?? [])).size,
  };
}
