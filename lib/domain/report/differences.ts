import { type Candidate, type CandidateId, familyOf, ownOf } from '../execution/candidate.ts';
import { isGood, latencyOf, type Sample } from '../execution/sample.ts';
import type { Side } from '../execution/side.ts';
import { ascending, quantile } from '../statistics/quantile.ts';
import { quantileRatio } from '../statistics/ratio.ts';
import { seededRandom } from '../units.ts';
import { blockRatioInterval, blockTable, pooled, wider } from './block-bootstrap.ts';
import { isMeasured } from './candidate-report.ts';
import type { Difference } from './measurement.ts';
import { changeWords, times } from './ratio-words.ts';

const COMPARED: readonly { quantity: Difference['quantity']; q: number; warmOnly: boolean }[] = [
  { quantity: 'p50', q: 0.5, warmOnly: false },
  { quantity: 'p95', q: 0.95, warmOnly: false },
  { quantity: 'p99', q: 0.99, warmOnly: false },
  { quantity: 'warm p50', q: 0.5, warmOnly: true },
  { quantity: 'warm p95', q: 0.95, warmOnly: true },
];

/** How every two candidates differ, the earlier / the later; a quantity that one has too few samples for is absent. */
export function differencesOf(
  candidates: readonly Candidate[],
  samples: readonly Sample[],
  seed: number,
): Difference[] {
  const good = samples.filter((sample) => isGood(sample) && isMeasured(sample));
  return candidates.flatMap((a, at) => candidates.slice(at + 1).flatMap((b) => ofPair([a, b], good, seed)));
}

function ofPair(pair: CandidatePair, good: readonly Sample[], seed: number): Difference[] {
  const [a, b] = pair;
  const all = blockPairs(pair, good);
  const warm = blockPairs(
    pair,
    good.filter(({ cold }) => !cold),
  );
  return COMPARED.flatMap(({ quantity, q, warmOnly }) => {
    const { pairs, sides, tables } = warmOnly ? warm : all;
    // One generator a quantity: the same samples give the same interval, whatever stands before them.
    const random = seededRandom(seed);
    const found = quantileRatio(...sides, q, random);
    if (found === null) return [];
    const { ratio } = found;
    const interval = found.interval && wider(found.interval, blockRatioInterval(tables, q, ratio, random));
    const blocks = slowerIn(pairs, q);
    const difference = { quantity, ratio, interval, blocks: blocks.of > 1 ? blocks : null };
    const sentence = sentenceOf(difference, [familyOf(a), familyOf(b)]);
    return [{ a: a.id, b: b.id, ...difference, doubt: null, sentence }];
  });
}

type CandidatePair = readonly [Candidate, Candidate];
type Pair = readonly [Float64Array, Float64Array];

/** The latencies of both block by block, each ascending; all of one together; what drawing blocks needs. */
function blockPairs([a, b]: CandidatePair, samples: readonly Sample[]) {
  const own = (block: readonly Sample[], id: CandidateId) => ascending(ownOf(id, block).map(latencyOf));
  const pairs = [...Map.groupBy(samples, ({ block }) => block)]
    .sort(([one], [other]) => one - other)
    .map(([, block]): Pair => [own(block, a.id), own(block, b.id)]);
  const [firsts, seconds] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
  const sides = [pooled(firsts), pooled(seconds)] as const;
  // A block that one has no answer of cannot be drawn as a pair.
  const full = pairs.filter(([one, other]) => one.length > 0 && other.length > 0);
  const tables = [blockTable(full.map(([one]) => one)), blockTable(full.map(([, other]) => other))] as const;
  return { pairs, sides, tables };
}

/** Of the blocks in which both have this quantile: in how many was the first one slower? */
function slowerIn(pairs: readonly Pair[], q: number): { slower: number; of: number } {
  const told = pairs.flatMap(([above, below]) => {
    const [one, other] = [quantile(above, q), quantile(below, q)];
    return one && other ? [one.value > other.value] : [];
  });
  return { slower: told.filter(Boolean).length, of: told.length };
}

function sentenceOf(
  { quantity, ratio, interval, blocks }: Pick<Difference, 'quantity' | 'ratio' | 'interval' | 'blocks'>,
  [one, other]: readonly [Side, Side],
): string {
  if (interval !== null && interval[0] <= 1 && interval[1] >= 1) {
    const [low, high] = interval.map(times);
    return `No clear difference at ${quantity}: ${one} to ${other} lies between ${low} and ${high}.`;
  }
  if (interval === null) return `Too few samples to tell a difference at ${quantity}.`;
  const slower = ratio >= 1;
  const agreeing = blocks && (slower ? blocks.slower : blocks.of - blocks.slower);
  const repeated = blocks ? `, in ${agreeing} of ${blocks.of} turns` : '';
  const { by, between } = changeWords(ratio, interval);
  return `The ${one} side is ${by} at ${quantity} (${between})${repeated}.`;
}
