import type { CandidateId } from '#lib/domain/execution/candidate.ts';
import { isGood, latencyOf, type Sample } from '#lib/domain/execution/sample.ts';
import type { LiveSecond } from '#lib/domain/live/events.ts';
import { LatencyHistogram } from '#lib/domain/statistics/histogram.ts';

interface Second {
  candidate: CandidateId;
  second: number;
  count: number;
  errors: number;
  cold: number;
  instances: number;
  good: LatencyHistogram;
  changed: boolean;
}

/**
 * The seconds of the running block, counted as the answers come: looking at all samples twice a second
 * would hold up the generator, which shares this thread.
 */
export class LiveSeconds {
  #seconds = new Map<number, Second>();

  /** Forgets the seconds of the block before: they have all been told. */
  startBlock(): void {
    this.#seconds.clear();
  }

  add(sample: Sample, second: number): void {
    const entry = this.#at(sample.candidate, second);
    entry.count += 1;
    entry.cold += sample.cold ? 1 : 0;
    if (isGood(sample)) entry.good.record(Math.max(0, latencyOf(sample)));
    else entry.errors += 1;
    entry.changed = true;
  }

  countInstances(candidate: CandidateId, second: number, instances: number): void {
    const entry = this.#at(candidate, second);
    if (instances <= entry.instances) return;
    entry.instances = instances;
    entry.changed = true;
  }

  /** The seconds that changed since the last call and have requests. */
  takeChanged(): LiveSecond[] {
    return [...this.#seconds.values()].flatMap((entry) => {
      if (!entry.changed || entry.count === 0) return [];
      entry.changed = false;
      const { candidate, second, count, errors, cold, instances, good } = entry;
      const latency = { p50: good.quantile(0.5), p95: good.quantile(0.95), max: good.max };
      return [{ candidate, second, count, errors, cold, instances, ...latency }];
    });
  }

  #at(candidate: CandidateId, second: number): Second {
    const known = this.#seconds.get(second);
    if (known) return known;
    const good = new LatencyHistogram();
    const entry = { candidate, second, count: 0, errors: 0, cold: 0, instances: 0, good, changed: false };
    this.#seconds.set(second, entry);
    return entry;
  }
}
