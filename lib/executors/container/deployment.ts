import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { toProblem } from '#lib/domain/errors.ts';
import type {
  BuildInfo,
  Deployment,
  DeploySpec,
  InstanceSnapshot,
  Invocation,
  InvokeRequest,
} from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { InstalledImage } from './engines/engine.ts';
import { Backoff } from './replica/backoff.ts';
import { failure, type Result } from './replica/outcome.ts';
import { QUEUE_LIMIT, WaitQueue } from './replica/queue.ts';
import { Replica } from './replica/replica.ts';

type Listener = (instances: readonly InstanceSnapshot[]) => void;

/** The phases before the handler. */
interface Wait {
  cold: boolean;
  queued: Ms;
  init: Ms;
}
const NO_WAIT: Wait = { cold: false, queued: 0, init: 0 };

/** A fixed number of replicas of one image, kept running. */
export class ContainerDeployment implements Deployment {
  readonly side = 'container';
  readonly build: BuildInfo;
  readonly #spec: DeploySpec;
  readonly #image: InstalledImage;
  readonly #ended: () => void;
  readonly #replicas = new Set<Replica>();
  readonly #queue = new WaitQueue();
  readonly #listeners = new Set<Listener>();
  readonly #closing = new AbortController();
  #supervisors: Promise<void>[] = [];
  #starting = 0;
  #announced = false;
  #disposed: Promise<void> | undefined;

  /** `ended` is called once it is disposed, whoever did that. */
  constructor(spec: DeploySpec, image: InstalledImage, build: BuildInfo, ended: () => void) {
    this.#spec = spec;
    this.#image = image;
    this.build = build;
    this.#ended = ended;
  }

  /** Starts all replicas. @throws CrossoverError when one cannot be started; dispose it then. */
  async start(): Promise<void> {
    const count = Math.max(1, Math.floor(this.#spec.replicas));
    const first = await Promise.allSettled(Array.from({ length: count }, () => this.#startReplica()));
    for (const result of first) if (result.status === 'rejected') throw result.reason;
    this.#supervisors = first.flatMap((r) => (r.status === 'fulfilled' ? [this.#keep(r.value)] : []));
  }

  async invoke(request: InvokeRequest, signal?: AbortSignal): Promise<Invocation> {
    const free = this.#pick();
    if (free !== null) return this.#run(free, request, NO_WAIT, signal);
    if (this.#closing.signal.aborted)
      return this.#without(request, failure('unavailable', 'It is stopping.'));
    if (this.#queue.full) {
      const message = `${QUEUE_LIMIT} requests already wait for a replica.`;
      return this.#without(request, failure('throttled', message));
    }
    return this.#runLater(request, signal);
  }

  instances(): readonly InstanceSnapshot[] {
    return [...this.#replicas].map((replica) => replica.snapshot());
  }

  async kill(instanceId: string): Promise<boolean> {
    const replica = [...this.#replicas].find(({ id }) => id === instanceId);
    await replica?.kill();
    return replica !== undefined;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposed ??= this.#dispose();
    return this.#disposed;
  }

  async #dispose(): Promise<void> {
    this.#closing.abort();
    this.#queue.fail(new Error('The deployment was ended.'));
    await Promise.all([...this.#replicas].map((replica) => this.#remove(replica)));
    await Promise.all(this.#supervisors);
    await this.#image[Symbol.asyncDispose]();
    this.#listeners.clear();
    this.#ended();
  }

  async #runLater(request: InvokeRequest, signal?: AbortSignal): Promise<Invocation> {
    const cold = ![...this.#replicas].some((replica) => replica.isReady);
    const since = performance.now();
    const found = await this.#queue.wait(signal);
    const waited = performance.now() - since;
    if (found instanceof Replica) {
      // The pick has counted it in already, so that nobody else takes the place.
      found.inFlight -= 1;
      const init = cold ? Math.min(waited, found.init ?? 0) : 0;
      return this.#run(found, request, { cold, queued: waited - init, init }, signal);
    }
    const wait = { ...NO_WAIT, cold, queued: waited };
    if (found === null)
      return this.#without(request, failure('cancelled', 'The request was cancelled.'), wait);
    return this.#without(request, this.#vain(found), wait);
  }

  /** Why a request that waited gets no replica. */
  #vain(error: Error): Result {
    if (this.#closing.signal.aborted) return failure('cancelled', error.message);
    const { code, message, detail } = toProblem(error);
    return failure(code === 'init-error' ? 'init-error' : 'unavailable', message, { detail });
  }

  async #run(
    replica: Replica,
    request: InvokeRequest,
    wait: Wait,
    signal?: AbortSignal,
  ): Promise<Invocation> {
    const result = await replica.invoke(request, this.#spec.timeout, signal);
    this.#serveQueue();
    const cancelled = this.#closing.signal.aborted && result.outcome === 'exited';
    const shown = cancelled ? failure('cancelled', 'The deployment was ended.', result) : result;
    return this.#invocation(request, replica.id, wait, shown);
  }

  #without(request: InvokeRequest, result: Result, wait: Wait = NO_WAIT): Invocation {
    return this.#invocation(request, null, wait, result);
  }

  #invocation(
    { requestId }: InvokeRequest,
    instanceId: string | null,
    wait: Wait,
    result: Result,
  ): Invocation {
    const billed = Math.ceil(wait.init + result.handler);
    return { requestId, side: 'container', instanceId, ...wait, billed, ...result };
  }

  /** The ready replica with the fewest requests in flight. */
  #pick(): Replica | null {
    let best: Replica | null = null;
    for (const replica of this.#replicas) {
      if (replica.free && (best === null || replica.inFlight < best.inFlight)) best = replica;
    }
    return best;
  }

  #serveQueue(): void {
    this.#queue.serve(() => {
      const replica = this.#pick();
      if (replica !== null) replica.inFlight += 1;
      return replica;
    });
  }

  /** Starts one replica and waits until it is ready; it is in the list from the start. */
  async #startReplica(): Promise<Replica> {
    this.#starting += 1;
    const { memory, cpus, name, timeout, environment, services } = this.#spec;
    const id = randomBytes(4).toString('hex');
    const started = performance.now();
    const own = {
      CROSSOVER_NAME: name,
      CROSSOVER_MEMORY_MIB: String(memory),
      CROSSOVER_TIMEOUT_MS: String(timeout),
    };
    let replica: Replica | undefined;
    try {
      const container = await this.#image.start({
        ...{ id, memory, cpus, services },
        environment: { ...environment, ...own },
      });
      replica = new Replica(`container-${id}`, container, started, () => this.#announce());
      this.#replicas.add(replica);
      this.#announce();
      // Disposed while it was starting: the list that dispose went through has missed it.
      this.#closing.signal.throwIfAborted();
      await replica.ready;
      return replica;
    } catch (error) {
      if (replica !== undefined) await this.#remove(replica);
      throw error;
    } finally {
      this.#starting -= 1;
    }
  }

  /** Keeps one place filled: when its replica ends, another is started, until the deployment is disposed. */
  async #keep(first: Replica): Promise<void> {
    const backoff = new Backoff();
    const { signal } = this.#closing;
    let replica: Replica | null = first;
    while (!signal.aborted) {
      let lived = 0;
      if (replica !== null) {
        const since = performance.now();
        await replica.exited;
        lived = performance.now() - since;
        if (!signal.aborted) await this.#remove(replica);
      }
      await sleep(backoff.next(lived), undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      replica = await this.#restart();
    }
  }

  async #restart(): Promise<Replica | null> {
    try {
      const replica = await this.#startReplica();
      this.#serveQueue();
      return replica;
    } catch (error) {
      const hope = this.#starting > 0 || [...this.#replicas].some((replica) => replica.isReady);
      if (!hope) this.#queue.fail(error instanceof Error ? error : new Error(String(error)));
      return null;
    }
  }

  async #remove(replica: Replica): Promise<void> {
    await replica.remove();
    this.#replicas.delete(replica);
    this.#announce();
  }

  /** Changes of one turn of the event loop are told together: thousands of requests a second change much. */
  #announce(): void {
    if (this.#announced || this.#listeners.size === 0) return;
    this.#announced = true;
    setImmediate(() => {
      this.#announced = false;
      const instances = this.instances();
      for (const listener of this.#listeners) listener(instances);
    });
  }
}
