import { setTimeout as sleep } from 'node:timers/promises';
import type { Ms } from '#lib/domain/units.ts';
import { Backoff } from './backoff.ts';
import type { Replica } from './replica.ts';

/** How a place gets its replica, and what it tells about it. */
export interface PlaceWork {
  /** Starts a replica and waits until it is ready; removes it again when it fails or `signal` aborts. */
  launch(signal: AbortSignal): Promise<Replica>;
  /** Ends a replica and removes all that was made for it. */
  remove(replica: Replica): Promise<void>;
  /** A replica is ready. */
  ready(): void;
  /** A replica that was ready has ended without being asked to; another one follows. */
  ended(): void;
  /** A start failed; another one follows. */
  failed(error: unknown): void;
}

/**
 * One place of a replica set, kept filled: when its replica ends another is started, after a back-off, until
 * the place is retired.
 */
export class Place {
  /** The first start. @throws what kept the replica from getting ready; the next start follows all the same */
  readonly first: Promise<Replica>;
  readonly #work: PlaceWork;
  readonly #over = new AbortController();
  readonly #running: Promise<void>;
  #replica: Replica | null = null;
  #starting = true;

  constructor(work: PlaceWork) {
    this.#work = work;
    this.first = this.#launch();
    this.first.catch(() => {});
    this.#running = this.#run();
  }

  get starting(): boolean {
    return this.#starting;
  }

  get inFlight(): number {
    return this.#replica?.inFlight ?? 0;
  }

  get isReady(): boolean {
    return this.#replica?.isReady ?? false;
  }

  /** Takes no new requests, gives those in flight `patience`, then ends. */
  async retire(patience: Ms): Promise<void> {
    this.#over.abort();
    if (this.#replica !== null) {
      await this.#replica.drain(patience);
      await this.#work.remove(this.#replica);
    }
    await this.#running;
  }

  async #launch(): Promise<Replica> {
    this.#starting = true;
    try {
      const replica = await this.#work.launch(this.#over.signal);
      this.#replica = replica;
      this.#work.ready();
      return replica;
    } finally {
      this.#starting = false;
    }
  }

  async #run(): Promise<void> {
    const backoff = new Backoff();
    const { signal } = this.#over;
    await this.first.catch((error: unknown) => this.#work.failed(error));
    while (!signal.aborted) {
      const lived = await this.#untilEnd();
      await sleep(backoff.next(lived), undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      await this.#launch().catch((error: unknown) => this.#work.failed(error));
    }
  }

  /** Waits for the end of the replica there is; says how long it was ready, 0 without one. */
  async #untilEnd(): Promise<Ms> {
    const replica = this.#replica;
    if (replica === null) return 0;
    const since = performance.now();
    const retired = new Promise<void>((resolve) => {
      if (this.#over.signal.aborted) resolve();
      this.#over.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([replica.exited, retired]);
    if (this.#over.signal.aborted) return 0;
    const lived = performance.now() - since;
    this.#work.ended();
    this.#replica = null;
    await this.#work.remove(replica);
    return lived;
  }
}
