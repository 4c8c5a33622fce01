import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplicaUsage } from '#lib/domain/execution/container.ts';
import type { InstanceSnapshot, InstanceState, InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { MiB, Ms } from '#lib/domain/units.ts';
import { within } from '../../host/within.ts';
import type { Room } from '../../machine/admission.ts';
import type { Address, Container, Exit } from '../engines/engine.ts';
import { ReplicaClient } from './client.ts';
import { Deadlines } from './deadlines.ts';
import { exchange } from './exchange.ts';
import { watchLiveness } from './liveness.ts';
import type { Result } from './outcome.ts';
import { Output } from './output.ts';
import { awaitReady, type Readiness } from './start.ts';
import type { Idle } from './usage.ts';
import { UsageMeter } from './usage-meter.ts';
import { RESTS } from './wires.ts';

export const REPLICA_LIMITS = {
  /** A replica that does not say that it is alive within this time after a timeout is stuck. */
  aliveMs: 2_000,
  /** Time until a killed process is gone. */
  killMs: 3_000,
} as const;

export interface ReplicaSettings extends Readiness {
  /** Requests in flight at once. */
  concurrency: number;
  livenessInterval: Ms;
  grace: Ms;
  cpus: number;
  /** Its part of the machine; null on another machine. */
  room: Room | null;
}

/** One container that serves many requests at once. */
export class Replica {
  readonly id: string;
  readonly startedAt: Ms = performance.now();
  readonly output = new Output();
  /** Settles when the code is loaded. @throws CrossoverError `init-error`, `container-start-failed` */
  readonly ready: Promise<void>;
  readonly exited: Promise<Exit>;
  init: Ms | null = null;
  served = 0;
  inFlight = 0;
  readonly #container: Container;
  readonly #client: ReplicaClient;
  readonly #changed: () => void;
  readonly #settings: ReplicaSettings;
  readonly #usage: UsageMeter;
  #deadlines: Deadlines | null = null;
  #unwatch = () => {};
  #drained: (() => void) | null = null;
  #state: InstanceState = 'starting';
  #probing = false;

  constructor(id: string, container: Container, started: Ms, settings: ReplicaSettings, changed: () => void) {
    this.id = id;
    this.startedAt = started;
    this.#container = container;
    this.#settings = settings;
    this.#changed = changed;
    const { memory, cpus } = settings;
    this.#usage = new UsageMeter(container, { id, startedAt: started, memory, cpus });
    this.#client = new ReplicaClient(container.address, settings.concurrency + 8, RESTS[settings.kind]);
    container.onOutput((chunk) => this.output.add(chunk));
    this.exited = container.exited.then((exit) => {
      this.#end('stopped');
      return exit;
    });
    this.ready = awaitReady(container, this.#client, this.output, settings).then(() => this.#begin());
    this.ready.catch(() => {});
  }

  /** True when it can take one more request now. */
  get free(): boolean {
    return this.isReady && this.inFlight < this.#settings.concurrency;
  }

  /** For whoever forwards messages as they are. */
  get client(): ReplicaClient {
    return this.#client;
  }

  get address(): Address {
    return this.#container.address;
  }

  get memory(): MiB {
    return this.#settings.memory;
  }

  get isReady(): boolean {
    return this.#state === 'idle' || this.#state === 'busy';
  }

  snapshot(): InstanceSnapshot {
    const { id, startedAt, init, served, inFlight } = this;
    return {
      ...{ id, side: 'container', state: this.#state, startedAt, init, served, inFlight },
      memoryUsed: this.#state === 'stopped' ? null : this.#usage.memoryUsed(),
    };
  }

  /** Counts a request in. Whoever does must count it out again. */
  enter(): void {
    if (this.inFlight === 0) this.#usage.work();
    this.inFlight += 1;
    this.#settle();
  }

  leave(): void {
    this.inFlight -= 1;
    if (this.served === 0) this.#settings.room?.answered();
    this.served += 1;
    if (this.inFlight === 0) {
      this.#usage.rest();
      this.#drained?.();
    }
    this.#settle();
  }

  /** Sends one request that was counted in before. Never rejects: what goes wrong is an outcome. */
  async invoke(request: InvokeRequest, timeout: Ms, signal?: AbortSignal): Promise<Result> {
    try {
      const result = await exchange(this, request, this.#within(timeout), signal);
      if (result.outcome === 'timeout') void this.#probe();
      return result;
    } finally {
      this.leave();
    }
  }

  /** The limit is that of the deployment, so it is nearly always the same. */
  #within(timeout: Ms): Deadlines {
    if (this.#deadlines?.limit !== timeout) this.#deadlines = new Deadlines(timeout);
    return this.#deadlines;
  }

  /** Takes no more requests and waits for those in flight, at most `patience`. */
  async drain(patience: Ms): Promise<void> {
    this.#end('stopping');
    if (this.inFlight === 0 || patience <= 0) return;
    const over = new AbortController();
    const late = sleep(patience, undefined, { signal: over.signal }).catch(() => {});
    const drained = new Promise<void>((resolve) => {
      this.#drained = resolve;
    });
    await Promise.race([drained, late, this.exited]);
    over.abort();
  }

  /** It ends by itself now: it is given no more requests, and ended where it does not. */
  ending(): void {
    this.#end('stopping');
    void within(this.exited, REPLICA_LIMITS.killMs, () => null).then((exit) => {
      if (exit === null) void this.kill();
    });
  }

  /** What it has used until now, or had at its end. */
  usage(): Promise<ReplicaUsage> {
    return this.#usage.usage();
  }

  /** Time without a request until now. */
  idle(): Idle {
    return this.#usage.idle();
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    this.#end('stopping');
    await this.#container.signal('SIGKILL');
    const exit = await within(this.exited, REPLICA_LIMITS.killMs, () => null);
    if (exit === null) await this.#container.remove();
  }

  /** Lets it end by itself, then ends it, and removes everything that was made for it. */
  async remove(): Promise<void> {
    // Some engines forget the figures with the process, and an out-of-memory kill shows only after it.
    const before = this.#state === 'stopped' ? null : await this.usage();
    if (this.#state !== 'stopped') {
      this.#end('stopping');
      // A server that is asked to end waits for its connections: ours need not keep it.
      if (this.inFlight === 0) await this.#client.close();
      // One that never got ready has nothing to finish.
      await this.#container.signal(this.init === null ? 'SIGKILL' : 'SIGTERM');
      await within(this.exited, this.#settings.grace, () => null);
    }
    await this.#usage.close(before);
    await this.#container.remove();
    await this.#client.close();
  }

  #begin(): void {
    this.init = performance.now() - this.startedAt;
    this.#usage.rest();
    this.#move('idle');
    const { livenessInterval } = this.#settings;
    const ask = () => this.#alive(Math.min(REPLICA_LIMITS.aliveMs, livenessInterval));
    this.#unwatch = watchLiveness(livenessInterval, ask, () => void this.#restart());
  }

  #end(state: 'stopping' | 'stopped'): void {
    this.#unwatch();
    this.#usage.work();
    this.#move(state);
  }

  /** @throws when it does not answer */
  #alive(patience: Ms): Promise<unknown> {
    const signal = AbortSignal.timeout(patience);
    const { kind, path } = this.#settings;
    return kind === 'wrapper' ? this.#client.ready(0, signal) : this.#client.status(path ?? '/', signal);
  }

  async #restart(): Promise<void> {
    this.output.add(Buffer.from('crossover: no sign of life, restarting\n'));
    await this.kill();
  }

  /** After a timeout: a replica whose event loop still turns lives on, a stuck one is ended and so restarted. */
  async #probe(): Promise<void> {
    if (this.#probing || !this.isReady) return;
    this.#probing = true;
    try {
      await this.#alive(REPLICA_LIMITS.aliveMs);
    } catch {
      await this.#restart();
    } finally {
      this.#probing = false;
    }
  }

  #settle(): void {
    if (this.isReady) this.#move(this.inFlight > 0 ? 'busy' : 'idle');
    else this.#changed();
  }

  #move(state: InstanceState): void {
    // The end is final, and a replica that is being ended serves no more.
    if (this.#state === 'stopped' || (this.#state === 'stopping' && state !== 'stopped')) return;
    this.#state = state;
    this.#changed();
  }
}
