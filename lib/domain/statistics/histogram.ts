import { build, type Histogram } from 'hdr-histogram-js';
import type { Ms, Share } from '../units.ts';

// HDR histogram by Gil Tene, in microseconds. Three digits: a value read back is at most 0.1% off.
const MICROSECONDS = 1000;

/**
 * Latencies in bounded memory. Histograms of parts (seconds, blocks, engines) are merged and
 * read afterwards; percentiles of parts are never averaged, because that is no percentile of the whole.
 */
export class LatencyHistogram {
  readonly #histogram: Histogram = build({
    bitBucketSize: 64,
    autoResize: true,
    numberOfSignificantValueDigits: 3,
  });
  /** Ends of what was recorded: a bucket reaches beyond them. */
  #least: Ms = Number.POSITIVE_INFINITY;
  #most: Ms = Number.NEGATIVE_INFINITY;

  static of(values: Iterable<Ms>): LatencyHistogram {
    const histogram = new LatencyHistogram();
    for (const value of values) histogram.record(value);
    return histogram;
  }

  /** A negative or unfinite latency is a defect of the caller: RangeError, never a silent zero. */
  record(value: Ms): void {
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`Not a latency: ${value} ms`);
    this.#histogram.recordValue(Math.round(value * MICROSECONDS));
    this.#include(value, value);
  }

  merge(other: LatencyHistogram): void {
    this.#histogram.add(other.#histogram);
    this.#include(other.#least, other.#most);
  }

  #include(least: Ms, most: Ms): void {
    this.#least = Math.min(this.#least, least);
    this.#most = Math.max(this.#most, most);
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  /** Value at or below which `share` of the values lie, never outside of what was recorded; null when empty. */
  quantile(share: Share): Ms | null {
    if (this.count === 0) return null;
    const value = this.#histogram.getValueAtPercentile(share * 100) / MICROSECONDS;
    return Math.min(this.#most, Math.max(this.#least, value));
  }

  /** The largest value itself. */
  get max(): Ms | null {
    return this.count === 0 ? null : this.#most;
  }
}
