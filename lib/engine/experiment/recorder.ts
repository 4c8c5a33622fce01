import type { Invocation, Side } from '#lib/domain/execution/executor.ts';
import { isGood, type Sample } from '#lib/domain/execution/sample.ts';
import type { FailureGroup, InstanceCount } from '#lib/domain/report/input.ts';
import type { Ms } from '#lib/domain/units.ts';

/** A run may fail in many ways; the reader needs the first of each, not all. */
const MAX_FAILURE_GROUPS = 20;

/** Collects what a run leaves behind. Samples are handed out once to be stored, and kept for the live seconds of their block. */
export class Recorder {
  readonly #failures = new Map<string, FailureGroup>();
  readonly #instances = new Map<string, InstanceCount>();
  #unsaved: Sample[] = [];
  #block: Sample[] = [];
  #lateness: Ms[] = [];

  add(sample: Sample, invocation: Invocation): void {
    this.#unsaved.push(sample);
    this.#block.push(sample);
    this.#lateness.push(sample.sentAt - sample.scheduledAt);
    if (!isGood(sample)) this.#addFailure(sample.side, invocation);
  }

  #addFailure(side: Side, { outcome, problem, status, log }: Invocation): void {
    const message = problem?.message ?? `The handler answered with status ${status}.`;
    const key = `${side} ${outcome} ${message}`;
    const group = this.#failures.get(key);
    if (group) group.count += 1;
    else if (this.#failures.size < MAX_FAILURE_GROUPS) {
      this.#failures.set(key, { side, outcome, message, log: log || (problem?.detail ?? ''), count: 1 });
    }
  }

  /** Keeps the most instances seen in each measured second of a side. */
  countInstances(side: Side, second: number, instances: number): void {
    const key = `${side} ${second}`;
    const most = Math.max(instances, this.#instances.get(key)?.instances ?? 0);
    this.#instances.set(key, { side, second, instances: most });
  }

  startBlock(): void {
    this.#block = [];
  }

  /** Samples of the running block, for its live seconds. */
  get blockSamples(): readonly Sample[] {
    return this.#block;
  }

  takeUnsaved(): Sample[] {
    const taken = this.#unsaved;
    this.#unsaved = [];
    return taken;
  }

  get instanceCounts(): InstanceCount[] {
    return [...this.#instances.values()];
  }

  get failures(): FailureGroup[] {
    return [...this.#failures.values()].sort((a, b) => b.count - a.count);
  }

  /** How late the generator was: the error of the measurement itself. */
  get sendLateness(): { p99Ms: Ms; maxMs: Ms } {
    const sorted = this.#lateness.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    return { p99Ms: at(0.99), maxMs: at(1) };
  }
}
