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

  static of(values: Iterable<Ms>): LatencyHistogram {
    const histogram = new LatencyHistogram();
    for (const value of values) histogram.record(value);
    return histogram;
  }

  /** A negative or unfinite latency is a defect of the caller: RangeError, never a silent zero. */
  record(value: Ms): void {
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`Not a latency: ${value} ms`);
    this.#histogram.recordValue(Math.round(value * MICROSECONDS));
  }

  merge(other: LatencyHistogram): void {
    this.#histogram.add(other.#histogram);
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  /** Value at or below which `share` of the values lie; 0 when empty. */
  quantile(share: Share): Ms {
    return this.#histogram.getValueAtPercentile(share * 100) / MICROSECONDS;
  }

  get max(): Ms {
    return this.quantile(1);
  }
}
