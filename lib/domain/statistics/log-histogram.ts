import type { Ms, Share } from '../units.ts';

/**
 * Each power of two is cut into 512 equal parts, so a value read back is at most 0.1% off; from
 * 2^-20 ms (a nanosecond) to 2^43 ms (279 years). Smaller is the first bucket, larger the last.
 */
const MANTISSA_BITS = 9;
const LOWEST_EXPONENT = -20;
const OCTAVES = 63;

/** Bits of the upper word of a double to the right of those that name the bucket. */
export const BUCKET_SHIFT = 20 - MANTISSA_BITS;
export const FIRST_BUCKET = (1023 + LOWEST_EXPONENT) << MANTISSA_BITS;
export const BUCKETS = OCTAVES << MANTISSA_BITS;

/** Which word of a double holds sign and exponent. */
export const UPPER_WORD = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Counts of latencies in buckets that are the leading bits of the number itself (as in Tene's HDR
 * histogram, but of the floating-point form, so that no scaling and no rounding is needed): a few
 * instructions a value, for simulations of billions. Parts are merged by adding, never averaged.
 * A hot loop may count into `counts` by itself, see `bucketOf`.
 */
export class LogHistogram {
  readonly counts: Float64Array = new Float64Array(BUCKETS);
  /** Ends of what was recorded: the middle of a bucket may lie beyond them. */
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;

  /** A negative or unfinite value is a defect of the caller: RangeError. */
  record(value: Ms): void {
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`Not a latency: ${value} ms`);
    const bucket = bucketOf(value);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.include(value, value);
  }

  /** Tells the smallest and the largest of values that were counted into `counts` directly. */
  include(least: Ms, most: Ms): void {
    if (least < this.#least) this.#least = least;
    if (most > this.#most) this.#most = most;
  }

  /** `weight`: each value of the other stands for so many; -1 takes values away that were counted before. */
  merge(other: LogHistogram, weight = 1): this {
    for (let bucket = 0; bucket < BUCKETS; bucket++)
      this.counts[bucket] = (this.counts[bucket] ?? 0) + weight * (other.counts[bucket] ?? 0);
    this.include(other.#least, other.#most);
    return this;
  }

  get count(): number {
    let sum = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) sum += this.counts[bucket] ?? 0;
    return sum;
  }

  /**
   * Value at or below which `share` of the values lie: the middle of its bucket, and never outside of what
   * was recorded; the largest value itself for 1. Null when nothing was recorded.
   */
  quantile(share: Share): Ms | null {
    return this.quantiles([share])[0] ?? null;
  }

  /** The same for several ascending shares in one pass. */
  quantiles(shares: readonly Share[]): (Ms | null)[] {
    const count = this.count;
    if (count === 0) return shares.map(() => null);
    let seen = 0;
    let bucket = -1;
    return shares.map((share) => {
      const wanted = Math.max(1, Math.ceil(count * share - 1e-9));
      while (seen < wanted && bucket < BUCKETS - 1) seen += this.counts[++bucket] ?? 0;
      return wanted >= count ? this.#most : this.#within(middleOf(bucket));
    });
  }

  /** The filled buckets as `[low, high, count]`, ascending and within what was recorded: what a chart or another tool needs. */
  *filled(): Generator<readonly [low: Ms, high: Ms, count: number]> {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const count = this.counts[bucket] ?? 0;
      if (count > 0) yield [this.#within(startOf(bucket)), this.#within(endOf(bucket)), count];
    }
  }

  #within(value: Ms): Ms {
    return Math.min(this.#most, Math.max(this.#least, value));
  }
}

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

export function bucketOf(value: number): number {
  double[0] = value;
  const bucket = ((words[UPPER_WORD] ?? 0) >>> BUCKET_SHIFT) - FIRST_BUCKET;
  return bucket < 0 ? 0 : bucket >= BUCKETS ? BUCKETS - 1 : bucket;
}

function lowEnd(bucket: number): Ms {
  words[1 - UPPER_WORD] = 0;
  words[UPPER_WORD] = (bucket + FIRST_BUCKET) << BUCKET_SHIFT;
  return double[0] ?? 0;
}

// The outermost buckets hold everything beyond them.
const startOf = (bucket: number): Ms => (bucket === 0 ? 0 : lowEnd(bucket));
const endOf = (bucket: number): Ms =>
  bucket === BUCKETS - 1 ? Number.POSITIVE_INFINITY : lowEnd(bucket + 1);

// The first bucket holds everything from 0 on, and 0 is what it means.
const middleOf = (bucket: number): Ms => (bucket === 0 ? 0 : (lowEnd(bucket) + lowEnd(bucket + 1)) / 2);
