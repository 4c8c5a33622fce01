import { formatMs } from '../charts/format.ts';
import { ascending } from '../statistics/quantile.ts';
import { quantileRatio } from '../statistics/ratio.ts';
import { type Ms, seededRandom } from '../units.ts';
import { bySide } from './by-side.ts';
import type { CandidateReport, StartsReport } from './measurement.ts';
import { changeWords, times } from './ratio-words.ts';
import { summarise } from './summary.ts';

/** Starts that a run forced on one side before its first request, while nothing was sent. */
export interface ForcedStarts {
  /** Starts that were asked for; fewer where the side's time was used up. */
  wanted: number;
  /** How long each took until its code was loaded, in their order. */
  times: readonly Ms[];
  /** Why there are no more, when one failed. */
  problem: string | null;
}

/** Null where none was asked for. */
export function startsReport(forced: ForcedStarts | undefined): StartsReport | null {
  if (forced === undefined || forced.wanted === 0) return null;
  const sorted = [...ascending(forced.times)];
  return { wanted: forced.wanted, times: sorted, summary: summarise(sorted), problem: forced.problem };
}

/**
 * How the starts of both differ, in one sentence: the medians with their counts and, where intervals part them,
 * how many times. Null where a side has none. `seed` makes the interval repeatable.
 */
export function startsWords(candidates: readonly CandidateReport[], seed: number): string | null {
  const sides = bySide({ candidates });
  const [fn, container] = [sides.function.starts, sides.container.starts];
  if (!fn || !container || fn.times.length === 0 || container.times.length === 0) return null;
  const told = `${median(fn, 'environment')}, ${median(container, 'replica')}`;
  const found = quantileRatio(ascending(fn.times), ascending(container.times), 0.5, seededRandom(seed));
  const interval = found?.interval ?? null;
  if (found === null || interval === null) return `${told}. So few starts give no ratio.`;
  if (interval[0] <= 1 && interval[1] >= 1) {
    const [low, high] = interval.map(times);
    return `${told}. No clear difference: the ratio of function to container lies between ${low} and ${high}.`;
  }
  const { by, between } = changeWords(found.ratio, interval);
  return `${told}. A start on the function side is ${by} (${between}).`;
}

function median({ times: all, summary }: StartsReport, one: string): string {
  const value = summary.p50?.value;
  const which = all.length === 1 ? 'one start' : `median of ${all.length} starts`;
  return `${one === 'environment' ? 'An' : 'a'} ${one} took ${formatMs(value ?? all[0] ?? 0)} (${which})`;
}
