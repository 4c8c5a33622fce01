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
  /** What comes after it may be left out. */
  untilMs?: Ms;
}

const STREAM = 13;

/** Known instants. Copies come between a request and the next, so that bursts stay bursts. */
export function instantsSource(atMs: Float64Array, periodMs: Ms, playing: Playing): ArrivalSource {
  const random = new BlockRandom(playing.seed, STREAM);
  return partsSource(playing, atMs.length, periodMs, random, (index) => {
    const at = atMs[index] ?? 0;
    const count = wholeOf(playing.copies, random);
    const room = count > 1 ? Math.max(0, (atMs[index + 1] ?? periodMs) - at) : 0;
    return { at, room, count, spacing: 'from-start' };
  });
}

/** Known counts per interval. poisson: anywhere in it, as if independent; even: with equal gaps. */
export function countsSource(
  counts: Float64Array,
  intervalMs: Ms,
  spacing: 'poisson' | 'even',
  playing: Playing,
): ArrivalSource {
  const random = new BlockRandom(playing.seed, STREAM);
  return partsSource(playing, counts.length, counts.length * intervalMs, random, (index) => {
    const count = wholeOf((counts[index] ?? 0) * playing.copies, random);
    return { at: index * intervalMs, room: intervalMs, count, spacing };
  });
}

/** 2.3 is 2, or 3 in three of ten cases. */
function wholeOf(count: number, random: BlockRandom): number {
  const whole = Math.floor(count);
  return count > whole && random.next() < count - whole ? whole + 1 : whole;
}

/** So many requests in a stretch of time. */
interface Part {
  at: Ms;
  room: Ms;
  count: number;
  /** poisson: anywhere. from-start: the first at once, the others anywhere. even: with equal gaps from the start on. */
  spacing: 'poisson' | 'from-start' | 'even';
}

/**
 * How far in its stretch the next request comes, as a share, when `left` of them (this one included) are to
 * come after `share`. Uniform draws in ascending order one by one, so that no number of them needs memory: of
 * n uniform variables the least is 1 - exp(-E / n), E exponential (Devroye, Non-Uniform Random Variate
 * Generation, 1986, V.3.2).
 */
const nextShare = (share: number, left: number, exponential: number): number =>
  share + (1 - share) * -Math.expm1(-exponential / left);

/** One part after the other, request by request, cut into the blocks that are asked for. */
function partsSource(
  { repeats, untilMs = Number.POSITIVE_INFINITY }: Playing,
  parts: number,
  periodMs: Ms,
  random: BlockRandom,
  partAt: (index: number) => Part,
): ArrivalSource {
  const one = new Float64Array(1);
  let [round, index] = [0, 0];
  let part: Part = { at: 0, room: 0, count: 0, spacing: 'even' };
  let [start, used, share] = [0, 0, 0];
  const advance = (): boolean => {
    if (index === parts) [round, index] = [round + 1, 0];
    if (round >= repeats || parts === 0) return false;
    part = partAt(index++);
    [start, used, share] = [round * periodMs + part.at, 0, 0];
    return start < untilMs;
  };
  const next = (): Ms => {
    if (part.spacing === 'even') return start + (used * part.room) / part.count;
    if (part.spacing === 'from-start' && used === 0) return start;
    random.exponential(one, 1, 1);
    share = nextShare(share, part.count - used, one[0] ?? 0);
    return start + share * part.room;
  };
  return {
    fill(out) {
      let filled = 0;
      while (filled < out.length) {
        while (used >= part.count) if (!advance()) return filled;
        out[filled++] = next();
        used += 1;
      }
      return filled;
    },
  };
}
