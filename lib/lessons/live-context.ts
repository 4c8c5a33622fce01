import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Deployment, DeploySpec, Executor, Side } from '#lib/domain/execution/executor.ts';
import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Code } from '#lib/domain/workload/workload.ts';
import { prepareBundle } from '#lib/executors/source/prepare.ts';
import type { DeployOverrides, LessonContext, LessonRequest, TimedInvocation } from './context.ts';
import { deployedEvent } from './deployed-event.ts';
import { reportInstances } from './report-instances.ts';

export interface LiveContextOptions {
  executors: Record<Side, Executor>;
  emit: (event: InteractiveEvent) => void;
  /** Ends the run; its reason is thrown to the lesson when it is a CrossoverError. */
  signal: AbortSignal;
}

const DEFAULTS = {
  memory: 512,
  timeout: 10_000,
  keepAlive: 60_000,
  maxConcurrency: 20,
  replicas: 1,
  cpus: 1,
} as const satisfies DeployOverrides;

/** The context of a run on real executors. Disposing it removes every deployment of the run. */
export class LiveContext implements LessonContext, AsyncDisposable {
  readonly signal: AbortSignal;
  readonly #executors: Record<Side, Executor>;
  readonly #emit: (event: InteractiveEvent) => void;
  readonly #startedAt = performance.now();
  /** Each with the side it was asked for, which is the side that the lesson means. */
  readonly #deployments = new Map<Deployment, Side>();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #invoked: Record<Side, number> = { function: 0, container: 0 };
  #over = false;

  constructor({ executors, emit, signal }: LiveContextOptions) {
    this.#executors = executors;
    this.#emit = emit;
    this.signal = signal;
  }

  async deploy(side: Side, code: Code, overrides: DeployOverrides = {}): Promise<Deployment> {
    this.#throwIfEnded();
    const deploying = this.#deploy(side, code, overrides);
    this.#pending.add(deploying);
    try {
      return await deploying;
    } catch (error) {
      // Why the run was ended says more than that its deployment was cancelled.
      this.#throwIfEnded();
      throw error;
    } finally {
      this.#pending.delete(deploying);
    }
  }

  async #deploy(side: Side, code: Code, overrides: DeployOverrides): Promise<Deployment> {
    const spec: DeploySpec = {
      ...{ name: 'lesson', bundle: await prepareBundle(code), environment: {}, services: [] },
      ...DEFAULTS,
      ...overrides,
    };
    const deployment = await this.#executors[side].deploy(spec, this.signal);
    this.#deployments.set(deployment, side);
    this.emit(deployedEvent(side, deployment));
    reportInstances(deployment, (count) => this.emit({ kind: 'instances', side, atMs: this.now(), count }));
    return deployment;
  }

  async invoke(deployment: Deployment, request: LessonRequest = {}): Promise<TimedInvocation> {
    this.#throwIfEnded();
    const side = this.#deployments.get(deployment) ?? deployment.side;
    const index = this.#invoked[side]++;
    const { method = 'GET', path = '/', body = null } = request;
    const startedAtMs = this.now();
    const sent = { requestId: randomUUID(), method, path, headers: {}, body };
    const invocation = { ...(await deployment.invoke(sent, this.signal)), side };
    const endedAtMs = this.now();
    this.emit({ kind: 'invocation', side, index, startedAtMs, endedAtMs, invocation });
    this.#throwIfEnded();
    return { ...invocation, startedAtMs, endedAtMs };
  }

  /** Nothing is told of a run that is over, such as its environments leaving. */
  emit(event: InteractiveEvent): void {
    if (!this.#over) this.#emit(event);
  }

  now(): Ms {
    return performance.now() - this.#startedAt;
  }

  async sleep(ms: Ms): Promise<void> {
    await sleep(ms, undefined, { signal: this.signal }).catch(() => this.#throwIfEnded());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    // A deployment that is still being made would be missed, and live on.
    await Promise.allSettled(this.#pending);
    await Promise.all([...this.#deployments.keys()].map((deployment) => deployment[Symbol.asyncDispose]()));
  }

  #throwIfEnded(): void {
    if (!this.signal.aborted) return;
    const { reason } = this.signal;
    throw reason instanceof CrossoverError ? reason : ended(reason);
  }
}

const ended = (cause: unknown): CrossoverError =>
  new CrossoverError(
    {
      code: 'run-ended',
      owner: 'ours',
      message: 'The run was ended before it was finished.',
      remedy: 'Start it again.',
    },
    { cause },
  );
