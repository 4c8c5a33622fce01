import { CrossoverError } from '#lib/domain/errors.ts';
import type {
  BuildInfo,
  Deployment,
  DeploySpec,
  InstanceSnapshot,
  Invocation,
  InvokeRequest,
  UsageTotal,
} from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { onAbort } from '../../host/on-abort.ts';
import { admission, type Idle } from '../../machine/admission.ts';
import type { Usage } from '../record/usage.ts';
import { Alarm } from './alarm.ts';
import { Busy } from './busy.ts';
import { cancelled, disposed, type Ending, killed, notStarted } from './ending.ts';
import type { Environment } from './environment.ts';
import { answered, endedWith, throttled } from './invocation.ts';
import type { Exchange } from './line.ts';
import { Turnstile } from './turnstile.ts';

export type StartEnvironment = (spec: DeploySpec, changed: () => void) => Environment;
type Listener = (instances: readonly InstanceSnapshot[]) => void;

const LIVE = new Set(['starting', 'idle', 'busy']);

/** A deployed function: a pool of environments, each serving one request at a time. */
export class FunctionDeployment implements Deployment {
  readonly side = 'function';
  readonly build: BuildInfo;
  readonly #spec: DeploySpec;
  readonly #start: StartEnvironment;
  readonly #remove: () => Promise<void>;
  readonly #keepIdle: () => void;
  readonly #environments = new Set<Environment>();
  /** Idle environments, the one used last at the end. */
  #idle: Environment[] = [];
  /** What reaps each of them. */
  readonly #reapers = new Map<Environment, Alarm>();
  readonly #listeners = new Set<Listener>();
  readonly #turnstile = new Turnstile();
  readonly #busy = new Busy();
  #disposing: Promise<void> | null = null;
  /** Of the environments that have gone. */
  #gone: Usage = { cpuTime: 0, peakMemory: 0 };
  #ends = 0;

  constructor(spec: DeploySpec, build: BuildInfo, start: StartEnvironment, remove: () => Promise<void>) {
    this.#spec = spec;
    this.build = build;
    this.#start = start;
    this.#remove = remove;
    this.#keepIdle = admission.onShortage(() => this.#idleOnes());
  }

  async invoke(request: InvokeRequest, signal?: AbortSignal): Promise<Invocation> {
    const arrivedAt = performance.now();
    const refusal = this.#refusal(signal);
    if (refusal !== null) return endedWith(request, refusal);
    const hot = signal === undefined ? this.#hot() : null;
    const next = hot === null ? null : await this.#behind(hot, request, arrivedAt);
    if (next !== null) return next;
    const turn = this.#turn();
    if (turn !== null) await turn;
    if (hot !== null || turn !== null) {
      const late = this.#refusal(signal);
      if (late !== null) return endedWith(request, late);
    }
    const warm = this.#takeIdle();
    if (warm === null && this.#live() >= this.#spec.maxConcurrency) {
      return throttled(request, this.#spec.maxConcurrency);
    }
    try {
      const queued = performance.now() - arrivedAt;
      const environment = warm ?? this.#add();
      const off = onAbort(signal, () => environment.end(cancelled()));
      const how = { cold: warm === null, queued, alone: signal !== undefined };
      const invocation = await this.#run(environment, request, how);
      off();
      return invocation;
    } catch (error) {
      return endedWith(request, notStarted(error));
    }
  }

  /**
   * While a function answers quickly and as many of its environments are in use as there are cores, an environment in
   * use that takes the request next; never more requests than there are idle environments to take them back to.
   */
  #hot(): Environment | null {
    return this.#turnstile.holds(this.#busy.size) ? this.#busy.shortest(this.#idle.length) : null;
  }

  /** Null when the request was not begun there. */
  async #behind(environment: Environment, request: InvokeRequest, arrivedAt: Ms): Promise<Invocation | null> {
    const queued = performance.now() - arrivedAt;
    const exchange = await environment.serveNext(request, this.#spec.timeout);
    if (exchange === null) return null;
    this.#afterwards(environment, exchange);
    return answered({ request, environment, cold: false, queued, init: 0, exchange, initLog: '' });
  }

  /** Null when the request may go on at once. */
  #turn(): Promise<void> | null {
    return this.#idle.length > this.#turnstile.waiting ? this.#turnstile.turn(this.#busy.size) : null;
  }

  /** Why a request may not go on, if anything. */
  #refusal(signal?: AbortSignal): Ending | null {
    if (this.#disposing !== null) return disposed();
    return signal?.aborted ? cancelled() : null;
  }

  async #run(
    environment: Environment,
    request: InvokeRequest,
    { cold, queued, alone }: { cold: boolean; queued: Ms; alone: boolean },
  ): Promise<Invocation> {
    const loading = cold ? await environment.load() : null;
    const frame = { request, environment, cold, queued, init: cold ? this.#initOf(environment, loading) : 0 };
    if (loading !== null && !isReady(loading)) {
      if ('message' in loading) environment.end(killed());
      return answered({ ...frame, exchange: loading, initLog: '' });
    }
    this.#busy.add(environment);
    const exchange = await environment.serve(request, this.#spec.timeout, alone);
    this.#afterwards(environment, exchange);
    return answered({ ...frame, exchange, initLog: loading?.log ?? '' });
  }

  #initOf(environment: Environment, loading: Exchange | null): number {
    return environment.init ?? loading?.elapsed ?? 0;
  }

  #afterwards(environment: Environment, exchange: Exchange): void {
    const free = environment.inLine === 0 && this.#busy.forget(environment);
    if ('ending' in exchange || this.#disposing !== null) return;
    if (endsItself(exchange)) environment.endByError();
    else if (free) {
      this.#idle.push(environment);
      this.#reapers.get(environment)?.set(this.#spec.keepAlive);
      environment.rest();
    }
    this.#turnstile.answered(handlerTime(exchange));
  }

  #reap(environment: Environment): void {
    if (this.#forgetIdle(environment)) environment.end(killed());
  }

  /** May make room for another sandbox when the machine is short. */
  #idleOnes(): Idle[] {
    return this.#idle
      .filter(({ state }) => state === 'idle')
      .map((environment) => ({
        memory: environment.memoryNow(),
        end: () => {
          this.#reap(environment);
          return environment.gone;
        },
      }));
  }

  /** False when it was not idle. */
  #forgetIdle(environment: Environment): boolean {
    const index = this.#idle.indexOf(environment);
    if (index >= 0) this.#idle.splice(index, 1);
    return index >= 0;
  }

  #takeIdle(): Environment | null {
    const index = this.#idle.findLastIndex(({ state }) => state === 'idle');
    const environment = this.#idle[index] ?? null;
    if (environment === null) return null;
    this.#idle.splice(index, 1);
    this.#reapers.get(environment)?.off();
    return environment;
  }

  #live(): number {
    return [...this.#environments].filter(({ state }) => LIVE.has(state)).length;
  }

  #add(): Environment {
    const environment = this.#start(this.#spec, () => this.#changed());
    this.#environments.add(environment);
    this.#reapers.set(environment, new Alarm(() => this.#reap(environment)));
    void environment.gone.then(() => {
      this.#forgetIdle(environment);
      this.#reapers.get(environment)?.close();
      this.#reapers.delete(environment);
      this.#environments.delete(environment);
      this.#gone = together(this.#gone, environment.usage());
      if (environment.endedItself) this.#ends += 1;
      this.#changed();
    });
    this.#changed();
    return environment;
  }

  instances(): readonly InstanceSnapshot[] {
    return [...this.#environments].map(({ id, state, startedAt, init, served, memoryUsed }) => ({
      ...{ id, side: 'function' as const, state, startedAt, init, served, memoryUsed },
      inFlight: state === 'busy' || state === 'starting' ? 1 : 0,
    }));
  }

  async forceStart(): Promise<Ms> {
    const environment = this.#add();
    try {
      const loading = await environment.load();
      if (isReady(loading)) return this.#initOf(environment, loading);
      throw startFailed(loading);
    } finally {
      environment.end(killed());
      await environment.gone;
    }
  }

  async usage(): Promise<{ total: UsageTotal }> {
    const all = [...this.#environments].map((environment) => environment.usage());
    const { cpuTime, peakMemory } = all.reduce(together, this.#gone);
    return { total: { cpuTime, memoryPeak: peakMemory, ends: this.#ends } };
  }

  async kill(instanceId: string): Promise<boolean> {
    const environment = [...this.#environments].find(({ id, state }) => id === instanceId && LIVE.has(state));
    if (environment === undefined) return false;
    this.#forgetIdle(environment);
    environment.end(killed());
    await environment.gone;
    return true;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #changed(): void {
    if (this.#listeners.size === 0) return;
    const instances = this.instances();
    for (const listener of this.#listeners) listener(instances);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposing ??= this.#dispose();
    return this.#disposing;
  }

  async #dispose(): Promise<void> {
    const all = [...this.#environments];
    this.#keepIdle();
    for (const environment of all) environment.end(disposed());
    this.#idle = [];
    this.#turnstile.close();
    await Promise.all(all.map(({ gone }) => gone));
    await this.#remove();
  }
}

/** CPU times add up, the peak is that of one; what one of them does not know, both do not. */
const together = (one: Usage, other: Usage): Usage => ({
  cpuTime: one.cpuTime === null || other.cpuTime === null ? null : one.cpuTime + other.cpuTime,
  peakMemory:
    one.peakMemory === null || other.peakMemory === null ? null : Math.max(one.peakMemory, other.peakMemory),
});

/**
 * As the wrapper tells it: the time until its answer is here says more about the machine than about the function. It
 * decides in which order a function's own requests wake its own environments, and nothing that is shown or billed.
 */
const handlerTime = (exchange: Exchange): Ms =>
  'message' in exchange && 'reported' in exchange.message
    ? Math.min(exchange.message.reported, exchange.elapsed)
    : exchange.elapsed;

const endsItself = (exchange: Exchange): boolean =>
  'message' in exchange && 'ends' in exchange.message && exchange.message.ends;

const startFailed = (loading: Exchange): CrossoverError =>
  new CrossoverError(
    'ending' in loading
      ? loading.ending.problem
      : {
          code: 'init-error',
          owner: 'yours',
          message: 'An environment could not load the code.',
          remedy: 'Look at what the code does when it is loaded.',
          detail: loading.log,
        },
  );

const isReady = (exchange: Exchange): boolean => 'message' in exchange && exchange.message.type === 'ready';
