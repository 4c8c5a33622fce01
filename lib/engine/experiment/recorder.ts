import type { CandidateId } from '#lib/domain/execution/candidate.ts';
import type { Invocation } from '#lib/domain/execution/executor.ts';
import { isGood, type Sample } from '#lib/domain/execution/sample.ts';
import { WARM_UP_BLOCK } from '#lib/domain/experiment/plan.ts';
import type { LiveSecond } from '#lib/domain/live/events.ts';
import type { FailureGroup, InstanceCount } from '#lib/domain/report/input.ts';
import type { Ms } from '#lib/domain/units.ts';
import { watchedProblem } from '#lib/server/shown-problem.ts';
import { NOT_SENT } from './drive.ts';
import { LiveSeconds } from './live-seconds.ts';

/** A run may fail in many ways; the reader needs the first of each, not all. */
const MAX_FAILURE_GROUPS = 20;

/** Where on the run's clock the running block began, and which measured second of its candidate that is. */
interface BlockStart {
  block: number;
  startsAt: Ms;
  length: Ms;
}

/** Collects what a run leaves behind. Samples are handed out once, to be stored. */
export class Recorder {
  readonly #failures = new Map<string, FailureGroup>();
  readonly #instances = new Map<string, InstanceCount>();
  readonly #live = new LiveSeconds();
  readonly #lateness: Ms[] = [];
  #unsaved: Sample[] = [];
  #start: BlockStart = { block: 0, startsAt: 0, length: 1 };
  unsent = 0;

  startBlock(start: BlockStart): void {
    this.#start = start;
    this.#live.startBlock();
  }

  add(sample: Sample, invocation: Invocation): void {
    this.#unsaved.push(sample);
    if (!isGood(sample)) this.#addFailure(sample.candidate, invocation);
    if (sample.block === WARM_UP_BLOCK) return;
    if (invocation.problem?.code === NOT_SENT) this.unsent += 1;
    this.#lateness.push(sample.sentAt - sample.scheduledAt);
    this.#live.add(sample, this.#secondAt(sample.scheduledAt));
  }

  /** The first of each kind stands in the report, whose readers know this machine by the web alone. */
  #addFailure(candidate: CandidateId, { outcome, problem: told, status, log }: Invocation): void {
    const key = `${candidate} ${outcome} ${told?.message ?? status}`;
    const group = this.#failures.get(key);
    if (group) group.count += 1;
    else if (this.#failures.size < MAX_FAILURE_GROUPS) {
      const problem = told && watchedProblem(told, 'a request of a run');
      const message = problem?.message ?? `The handler answered with status ${status}.`;
      this.#failures.set(key, { candidate, outcome, message, log: log || (problem?.detail ?? ''), count: 1 });
    }
  }

  /** The measured second of the candidate: its blocks end to end, pauses left out. */
  #secondAt(at: Ms): number {
    const { block, startsAt, length } = this.#start;
    const inBlock = Math.min(Math.max(0, at - startsAt), length - 1);
    return Math.floor((block * length + inBlock) / 1000);
  }

  /** Keeps the most instances seen in each measured second of a candidate. */
  countInstances(candidate: CandidateId, at: Ms, instances: number): void {
    if (this.#start.block === WARM_UP_BLOCK) return;
    const second = this.#secondAt(at);
    const key = `${candidate} ${second}`;
    const most = Math.max(instances, this.#instances.get(key)?.instances ?? 0);
    this.#instances.set(key, { candidate, second, instances: most });
    this.#live.countInstances(candidate, second, instances);
  }

  /** What the browsers have not been told yet. */
  takeSeconds(): LiveSecond[] {
    return this.#live.takeChanged();
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
    const sorted = Float64Array.from(this.#lateness).sort();
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    return { p99Ms: at(0.99), maxMs: at(1) };
  }
}
