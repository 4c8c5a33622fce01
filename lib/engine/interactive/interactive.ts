import { CrossoverError, toProblem } from '#lib/domain/errors.ts';
import type { Executor, Side } from '#lib/domain/execution/executor.ts';
import type { InteractiveJob } from '#lib/domain/interactive/interactive.ts';
import type { LiveEvent } from '#lib/domain/live/events.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { LiveContext } from '#lib/lessons/live-context.ts';
import { topics } from '#lib/server/live/publish.ts';
import { DeploymentCache } from './deployment-cache.ts';
import { runLessonJob } from './lesson-run.ts';
import { LiveList } from './live-list.ts';
import { runPlayground } from './playground.ts';
import { RunEvents } from './run-events.ts';
import { LazyServices, openPlaygroundServices, type Services } from './services.ts';

export interface InteractiveOptions {
  executors: Record<Side, Executor>;
  publish: (topic: string, event: LiveEvent) => Promise<void>;
  /** Services for code that uses them; a store in memory and a slow service when left out. */
  services?: () => Promise<Services>;
  lessonDeadline?: Ms;
}

export interface Interactive extends AsyncDisposable {
  /** Does one job. What fails in it is published; @throws only when publishing failed. */
  handle(job: InteractiveJob): Promise<void>;
  /** Playground and lesson runs in progress. */
  readonly activeRuns: number;
}

type Run = Exclude<InteractiveJob, { kind: 'kill' }>;

class InteractiveEngine implements Interactive {
  readonly #options: InteractiveOptions;
  readonly #closing = new AbortController();
  readonly #services: LazyServices;
  readonly #cache: DeploymentCache;
  readonly #list: LiveList;
  readonly #contexts = new Set<LiveContext>();
  readonly #runs = new Set<Promise<void>>();

  constructor(options: InteractiveOptions) {
    this.#options = options;
    this.#services = new LazyServices(options.services ?? openPlaygroundServices);
    this.#cache = new DeploymentCache({
      executors: options.executors,
      mountsFor: (code) => this.#services.mountsFor(code),
      changed: () => this.#list.changed(),
    });
    this.#list = new LiveList(
      () => this.#cache.instances(),
      (event) => options.publish(topics.instances, event),
    );
  }

  get activeRuns(): number {
    return this.#runs.size;
  }

  async handle(job: InteractiveJob): Promise<void> {
    if (job.kind === 'kill') return this.#kill(job.instanceId);
    const run = this.#run(job);
    this.#runs.add(run);
    try {
      await run;
    } finally {
      this.#runs.delete(run);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(stopping());
    // At once: a run may be waiting for a deployment that takes long.
    await Promise.allSettled([this.#cache[Symbol.asyncDispose](), ...this.#runs]);
    await this.#list[Symbol.asyncDispose]();
    await this.#services[Symbol.asyncDispose]();
  }

  /** Whatever happens in between, the last event of a run is `done`. */
  async #run(job: Run): Promise<void> {
    const events = new RunEvents((event) => this.#options.publish(topics.run(job.runId), event));
    try {
      this.#closing.signal.throwIfAborted();
      await this.#do(job, events);
    } catch (error) {
      events.emit({ kind: 'failed', side: null, problem: toProblem(error) });
    }
    events.emit({ kind: 'done' });
    await events.flush();
  }

  #do(job: Run, { emit }: RunEvents): Promise<void> {
    const { signal } = this.#closing;
    if (job.kind === 'playground') return runPlayground(job.request, { cache: this.#cache, emit, signal });
    const { executors, lessonDeadline: deadline = 60_000 } = this.#options;
    return runLessonJob(job.lesson, { executors, emit, signal, contexts: this.#contexts, deadline });
  }

  /** It may have ended by itself meanwhile: then there is nothing to do. */
  async #kill(instanceId: string): Promise<void> {
    await Promise.all([this.#cache, ...this.#contexts].map((holder) => holder.kill(instanceId)));
  }
}

/** The part of the engine behind the playground and the lessons. Disposing it leaves nothing deployed. */
export const createInteractive = (options: InteractiveOptions): Interactive => new InteractiveEngine(options);

const stopping = (): CrossoverError =>
  new CrossoverError({
    code: 'engine-stopping',
    owner: 'ours',
    message: 'The engine was stopped during the run.',
    remedy: 'Run it again once Crossover is started.',
  });
