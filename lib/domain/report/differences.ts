import { isGood, latencyOf, type Sample } from '../execution/sample.ts';
import { ascending } from '../statistics/quantile.ts';
import { quantileRatio } from '../statistics/ratio.ts';
import { seededRandom } from '../units.ts';
import type { Difference } from './report.ts';

const COMPARED: readonly { quantity: Difference['quantity']; q: number; warmOnly: boolean }[] = [
  { quantity: 'p50', q: 0.5, warmOnly: false },
  { quantity: 'p95', q: 0.95, warmOnly: false },
  { quantity: 'p99', q: 0.99, warmOnly: false },
  { quantity: 'warm p50', q: 0.5, warmOnly: true },
  { quantity: 'warm p95', q: 0.95, warmOnly: true },
];

/** How both sides differ, function / container; a quantity that one side has too few samples for is absent. */
export function differencesOf(samples: readonly Sample[], seed: number): Difference[] {
  const good = samples.filter(isGood);
  const latencies = (side: Sample['side'], warmOnly: boolean) =>
    ascending(good.filter((one) => one.side === side && !(warmOnly && one.cold)).map(latencyOf));
  // One generator per report: the same samples give the same report.
  const random = seededRandom(seed);
  return COMPARED.flatMap(({ quantity, q, warmOnly }) => {
    const found = quantileRatio(latencies('function', warmOnly), latencies('container', warmOnly), q, random);
    return found === null ? [] : [{ quantity, ...found, sentence: sentenceOf(quantity, found) }];
  });
}

/** Two digits: a third would pretend a precision that no interval here has. */
const digits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });

function sentenceOf(quantity: string, { ratio, interval }: Pick<Difference, 'ratio' | 'interval'>): string {
  if (interval !== null && interval[0] <= 1 && interval[1] >= 1) {
    const [low, high] = interval.map((end) => digits.format(end));
    return `No clear difference at ${quantity}: function to container lies between ${low} and ${high}.`;
  }
  const slower = ratio >= 1;
  const ends = interval === null || slower ? interval : ([1 / interval[1], 1 / interval[0]] as const);
  const times = digits.format(slower ? ratio : 1 / ratio);
  const between =
    ends === null
      ? 'too few samples for an interval'
      : `between ${digits.format(ends[0])} and ${digits.format(ends[1])}`;
  return `The function side is ${times} times ${slower ? 'slower' : 'faster'} at ${quantity} (${between}).`;
}
