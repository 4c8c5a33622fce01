import { CrossoverError } from '#lib/domain/errors.ts';
import type { Executor, Side } from '#lib/domain/execution/executor.ts';
import type { InteractiveJob } from '#lib/domain/interactive/interactive.ts';
import type { LiveEvent } from '#lib/domain/live/events.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Code } from '#lib/domain/workload/workload.ts';
import { problemOf } from '#lib/server/database/outage.ts';
import { topics } from '#lib/server/live/publish.ts';
import type { OpenStores } from '../stores/open-stores.ts';
import { LEAST_BROWSERS } from './browsers.ts';
import { filesDigest } from './files-digest.ts';
import { runLessonJob } from './lesson-run.ts';
import { runPlayground } from './playground.ts';
import { RunEvents } from './run-events.ts';
import { Session } from './session.ts';
import { Sessions } from './sessions.ts';

export interface InteractiveOptions {
  executors: Record<Side, Executor>;
  publish: (topic: string, event: LiveEvent) => Promise<void>;
  stores: OpenStores;
  lessonDeadline?: Ms;
  /** Browsers that keep what they deployed; more while more are at work. */
  browsers?: number;
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
  readonly #sessions: Sessions;
  readonly #runs = new Set<Promise<void>>();

  constructor(options: InteractiveOptions) {
    this.#options = options;
    const { executors, stores, browsers = LEAST_BROWSERS } = options;
    const open = (browser: string) =>
      new Session({
        executors,
        leaseStore: (code) => stores.lease(playgroundStore(browser, code)),
        publish: (event) => options.publish(topics.instances(browser), event),
      });
    this.#sessions = new Sessions(open, browsers);
  }

  get activeRuns(): number {
    return this.#runs.size;
  }

  async handle(job: InteractiveJob): Promise<void> {
    if (job.kind === 'kill') return this.#kill(job.browser, job.instanceId);
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
    await Promise.allSettled([this.#sessions[Symbol.asyncDispose](), ...this.#runs]);
  }

  /** Whatever happens in between, the last event of a run is `done`. */
  async #run(job: Run): Promise<void> {
    const events = new RunEvents((event) => this.#options.publish(topics.run(job.runId), event));
    try {
      this.#closing.signal.throwIfAborted();
      await this.#do(job, events);
    } catch (error) {
      events.emit({ kind: 'failed', side: null, problem: problemOf(error) });
    }
    events.emit({ kind: 'done' });
    await events.flush();
  }

  async #do(job: Run, { emit }: RunEvents): Promise<void> {
    const { signal } = this.#closing;
    if (job.kind === 'playground') {
      using visit = await this.#sessions.visit(job.browser);
      return await runPlayground(job.request, { cache: visit.session.cache, emit, signal });
    }
    const { executors, lessonDeadline: deadline = 60_000 } = this.#options;
    return runLessonJob(job.lesson, { executors, emit, signal, deadline });
  }

  /** It may have ended by itself meanwhile: then there is nothing to do. */
  async #kill(browser: string, instanceId: string): Promise<void> {
    await this.#sessions.find(browser)?.cache.kill(instanceId);
  }
}

/** The part of the engine behind the playground and the lessons. Disposing it leaves nothing deployed. */
export const createInteractive = (options: InteractiveOptions): Interactive => new InteractiveEngine(options);

/** One for all that runs these files there, with any size, handler and engine, on either side. */
export const playgroundStore = (browser: string, code: Code): string =>
  `playground:${browser}:${filesDigest(code)}`;

const stopping = (): CrossoverError =>
  new CrossoverError({
    code: 'engine-stopping',
    owner: 'ours',
    message: 'The engine was stopped during the run.',
    remedy: 'Run it again once Crossover is started.',
  });
