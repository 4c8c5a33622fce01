import { CrossoverError } from '../errors.ts';
import { BlockRandom } from '../simulation/random/block-random.ts';
import type { Ms } from '../units.ts';
import type { TrafficPattern } from './pattern.ts';
import { isEven, segmentsOf } from './pattern-segments.ts';
import { type RateSegment, requestsIn, timeUntil } from './rate-segment.ts';

/** Instants of requests by the block, so that a year of them needs no memory. */
export interface ArrivalSource {
  /** Fills `out` with the next instants, ascending ms from 0, and says how many; fewer than fit: there are no more. */
  fill(out: Float64Array): number;
}

const STREAM = { gaps: 11, lengths: 12 };

/**
 * Arrivals of a pattern, without end unless its rate ends at 0. The n-th arrival is where n units have
 * come in sum: units of 1 make even gaps, exponential units a Poisson process whose rate follows the
 * pattern exactly (time rescaling; Daley & Vere-Jones, Theory of Point Processes I, 7.4). Same seed,
 * same arrivals. What comes after `untilMs` may be left out: nobody goes through a year for one turn.
 */
export function patternSource(
  pattern: TrafficPattern,
  seed: number,
  untilMs: Ms = Number.POSITIVE_INFINITY,
): ArrivalSource {
  const gaps = new BlockRandom(seed, STREAM.gaps);
  if (pattern.kind === 'poisson') return poissonSource(1000 / pattern.ratePerSecond, gaps);
  const even = isEven(pattern);
  const segments = segmentsOf(pattern, new BlockRandom(seed, STREAM.lengths).next);
  return segmentSource(
    segments,
    even ? (out) => out.fill(1) : (out) => gaps.exponential(out, out.length, 1),
    even,
    untilMs,
  );
}

/** Poisson arrivals whose rate follows the segments exactly, until these end. Same seed, same arrivals. */
export function segmentsSource(segments: Iterable<RateSegment>, seed: number): ArrivalSource {
  const gaps = new BlockRandom(seed, STREAM.gaps);
  const fillUnits = (out: Float64Array) => gaps.exponential(out, out.length, 1);
  return segmentSource(segments[Symbol.iterator](), fillUnits, false, Number.POSITIVE_INFINITY);
}

function poissonSource(gap: Ms, random: BlockRandom): ArrivalSource {
  let at = 0;
  return {
    fill(out) {
      random.exponential(out, out.length, gap);
      for (let index = 0; index < out.length; index++) {
        at += out[index] ?? 0;
        out[index] = at;
      }
      return out.length;
    },
  };
}

function segmentSource(
  segments: Iterator<RateSegment>,
  fillUnits: (out: Float64Array) => void,
  firstAtZero: boolean,
  untilMs: Ms,
): ArrivalSource {
  const walk = new SegmentWalk(segments, untilMs);
  let first = firstAtZero;
  return {
    fill(out) {
      walk.rest();
      fillUnits(out);
      for (let index = 0; index < out.length; index++) {
        const at = walk.forward(first ? 0 : (out[index] ?? 0));
        first = false;
        if (at === null) return index;
        out[index] = at;
      }
      return out.length;
    },
  };
}

/** After this many segments without a request there will be none: no pattern pauses for so long (a week of hours is 336). */
const SILENT = 10_000;

/** Stretches gone through for one block of arrivals; beyond it the stretches are too short for the rate. */
const MOST_SEGMENTS = 20_000_000;

const tooThin = () =>
  new CrossoverError({
    code: 'traffic-too-thin',
    owner: 'yours',
    message: 'There are millions of bursts, pauses or hours for each request.',
    remedy: 'Raise the rate, or make the bursts and pauses longer.',
  });

/** Goes along the segments by requests instead of by time. */
class SegmentWalk {
  readonly #segments: Iterator<RateSegment>;
  #segment: RateSegment = { ms: 0, from: 0, to: 0 };
  #start: Ms = 0;
  /** Requests of the current segment that are behind, and all that it holds. */
  #gone = 0;
  #holds = 0;
  #entered = 0;
  readonly #untilMs: Ms;

  constructor(segments: Iterator<RateSegment>, untilMs: Ms) {
    this.#segments = segments;
    this.#untilMs = untilMs;
  }

  /** A block of arrivals begins. */
  rest(): void {
    this.#entered = 0;
  }

  /** The instant `requests` further on; null when the rate stays 0 for ever, or until the end. */
  forward(requests: number): Ms | null {
    let wanted = this.#gone + requests;
    for (let silent = 0; wanted > this.#holds || this.#holds === 0; ) {
      wanted -= this.#holds;
      silent = this.#holds === 0 ? silent + 1 : 0;
      if (silent > SILENT || !this.#enterNext()) return null;
    }
    this.#gone = wanted;
    return this.#start + timeUntil(this.#segment, wanted);
  }

  #enterNext(): boolean {
    if (++this.#entered > MOST_SEGMENTS) throw tooThin();
    const next = this.#segments.next();
    if (next.done === true) return false;
    this.#start += this.#segment.ms;
    if (this.#start >= this.#untilMs) return false;
    this.#segment = next.value;
    this.#holds = next.value.ms > 0 ? requestsIn(next.value) || 0 : 0;
    return this.#holds > 0 || Number.isFinite(next.value.ms);
  }
}

const BLOCK = 4096;

/** The arrivals of a source before `durationMs`, by the block; a block is overwritten by the next. */
function* arrivalBlocks(source: ArrivalSource, durationMs: Ms): Generator<Float64Array> {
  const block = new Float64Array(BLOCK);
  for (let more = true; more; ) {
    const filled = block.subarray(0, source.fill(block));
    const end = filled.findIndex((at) => at >= durationMs);
    yield end < 0 ? filled : filled.subarray(0, end);
    more = end < 0 && filled.length === BLOCK;
  }
}

/** All arrivals of a source before `durationMs`, for a run or a chart. RangeError beyond `most`, which would not fit. */
export function takeArrivals(
  source: ArrivalSource,
  durationMs: Ms,
  most = 20_000_000,
): Float64Array<ArrayBuffer> {
  const blocks: Float64Array[] = [];
  let count = 0;
  for (const block of arrivalBlocks(source, durationMs)) {
    blocks.push(block.slice());
    count += block.length;
    if (count > most) throw new RangeError(`More than ${most} requests.`);
  }
  const all = new Float64Array(count);
  blocks.reduce((at, block) => {
    all.set(block, at);
    return at + block.length;
  }, 0);
  return all;
}

/** How many there are before `durationMs`, in no memory; what is beyond `most` is left uncounted. */
export function countArrivals(source: ArrivalSource, durationMs: Ms, most: number): number {
  let count = 0;
  for (const block of arrivalBlocks(source, durationMs)) {
    count += block.length;
    if (count > most) break;
  }
  return count;
}
