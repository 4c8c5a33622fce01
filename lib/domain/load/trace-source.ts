import { BlockRandom } from '../simulation/random/block-random.ts';
import type { Ms } from '../units.ts';
import type { ArrivalSource } from './arrival-source.ts';

/** How real traffic is played. */
export interface Playing {
  /** Requests for each one of the trace; a fraction is drawn for each. */
  copies: number;
  /** How often it is played, one after the other. */
  repeats: number;
  seed: number;
}

const STREAM = 13;

/** Known instants. Copies come between a request and the next, so that bursts stay bursts. */
export function instantsSource(atMs: Float64Array, periodMs: Ms, playing: Playing): ArrivalSource {
  const random = new BlockRandom(playing.seed, STREAM);
  return partsSource(
    playing.repeats,
    atMs.length,
    (index, start) => {
      const at = atMs[index] ?? 0;
      const room = (atMs[index + 1] ?? periodMs) - at;
      const copies = wholeOf(playing.copies, random);
      if (copies <= 1) return copies === 1 ? Float64Array.of(start + at) : NOTHING;
      return within(copies, start + at, Math.max(0, room), random, true);
    },
    periodMs,
  );
}

/** Known counts per interval. poisson: anywhere in it, as if independent; even: with equal gaps. */
export function countsSource(
  counts: Float64Array,
  intervalMs: Ms,
  spacing: 'poisson' | 'even',
  playing: Playing,
): ArrivalSource {
  const random = new BlockRandom(playing.seed, STREAM);
  return partsSource(
    playing.repeats,
    counts.length,
    (index, start) => {
      const from = start + index * intervalMs;
      const count = wholeOf((counts[index] ?? 0) * playing.copies, random);
      if (count === 0) return NOTHING;
      if (spacing === 'even')
        return Float64Array.from({ length: count }, (_, n) => from + (n * intervalMs) / count);
      return within(count, from, intervalMs, random, false);
    },
    counts.length * intervalMs,
  );
}

const NOTHING = new Float64Array(0);

/** 2.3 is 2, or 3 in three of ten cases. */
function wholeOf(count: number, random: BlockRandom): number {
  const whole = Math.floor(count);
  return count > whole && random.next() < count - whole ? whole + 1 : whole;
}

function within(count: number, from: Ms, room: Ms, random: BlockRandom, firstAtStart: boolean): Float64Array {
  const times = new Float64Array(count);
  random.uniform(times, count);
  if (firstAtStart) times[0] = 0;
  return times.sort().map((share) => from + share * room);
}

/** One part after the other, cut into the blocks that are asked for. */
function partsSource(
  repeats: number,
  parts: number,
  part: (index: number, start: Ms) => Float64Array,
  periodMs: Ms,
): ArrivalSource {
  let [round, index] = [0, 0];
  let current: Float64Array = NOTHING;
  let used = 0;
  const advance = (): boolean => {
    if (index === parts) [round, index] = [round + 1, 0];
    if (round >= repeats || parts === 0) return false;
    [current, used] = [part(index++, round * periodMs), 0];
    return true;
  };
  return {
    fill(out) {
      let filled = 0;
      while (filled < out.length) {
        if (used === current.length && !advance()) break;
        const some = current.subarray(used, used + out.length - filled);
        out.set(some, filled);
        filled += some.length;
        used += some.length;
      }
      return filled;
    },
  };
}
