import { type CandidateId, ownOf } from '../execution/candidate.ts';
import { isGood, latencyOf, type Sample } from '../execution/sample.ts';
import { ascending, quantile } from '../statistics/quantile.ts';
import { quantileRatio } from '../statistics/ratio.ts';
import { seededRandom } from '../units.ts';
import { blockRatioInterval, blockTable, pooled, wider } from './block-bootstrap.ts';
import type { Difference } from './measurement.ts';
import { changeWords, times } from './ratio-words.ts';
import { isMeasured } from './side.ts';

const COMPARED: readonly { quantity: Difference['quantity']; q: number; warmOnly: boolean }[] = [
  { quantity: 'p50', q: 0.5, warmOnly: false },
  { quantity: 'p95', q: 0.95, warmOnly: false },
  { quantity: 'p99', q: 0.99, warmOnly: false },
  { quantity: 'warm p50', q: 0.5, warmOnly: true },
  { quantity: 'warm p95', q: 0.95, warmOnly: true },
];

/** How two candidates differ, the first / the second; a quantity that one has too few samples for is absent. */
export function differencesOf(
  pair: readonly [CandidateId, CandidateId],
  samples: readonly Sample[],
  seed: number,
): Difference[] {
  const good = samples.filter((sample) => isGood(sample) && isMeasured(sample));
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

    return [{ ...difference, doubt: null, sentence: sentenceOf(difference) }];
  });
}

type Pair = readonly [functions: Float64Array, containers: Float64Array];

/** The latencies of both block by block, each ascending; all of one together; what drawing blocks needs. */
function blockPairs([a, b]: readonly [CandidateId, CandidateId], samples: readonly Sample[]) {
  const own = (block: readonly Sample[], id: CandidateId) => ascending(ownOf(id, block).map(latencyOf));
  const pairs = [...Map.groupBy(samples, ({ block }) => block)]
    .sort(([one], [other]) => one - other)
    .map(([, block]): Pair => [own(block, a), own(block, b)]);
  const [functions, containers] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
  const sides = [pooled(functions), pooled(containers)] as const;
  // A block that one side has no answer of cannot be drawn as a pair.
  const full = pairs.filter(([one, other]) => one.length > 0 && other.length > 0);
  const tables = [blockTable(full.map(([one]) => one)), blockTable(full.map(([, other]) => other))] as const;
  return { pairs, sides, tables };
}

/** Of the blocks in which both sides have this quantile: in how many was the function side slower? */
function slowerIn(pairs: readonly Pair[], q: number): { slower: number; of: number } {
  const told = pairs.flatMap(([above, below]) => {
    const [one, other] = [quantile(above, q), quantile(below, q)];
    return one && other ? [one.value > other.value] : [];
  });
  return { slower: told.filter(Boolean).length, of: told.length };
}

function sentenceOf({ quantity, ratio, interval, blocks }: Omit<Difference, 'sentence' | 'doubt'>): string {
  if (interval !== null && interval[0] <= 1 && interval[1] >= 1) {
    const [low, high] = interval.map(times);
    return `No clear difference at ${quantity}: function to container lies between ${low} and ${high}.`;
  }
  if (interval === null) return `Too few samples to tell a difference at ${quantity}.`;
  const slower = ratio >= 1;
  const agreeing = blocks && (slower ? blocks.slower : blocks.of - blocks.slower);
  const repeated = blocks ? `, in ${agreeing} of ${blocks.of} turns` : '';
  const { by, between } = changeWords(ratio, interval);
  return `The function side is ${by} at ${quantity} (${between})${repeated}.`;
}
