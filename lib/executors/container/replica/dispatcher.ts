import { toProblem } from '#lib/domain/errors.ts';
import { isShortage } from '#lib/domain/execution/machine-budget.ts';
import type { Ms } from '#lib/domain/units.ts';
import { Balancer } from './balancer.ts';
import { Meter } from './meter.ts';
import { failure, type Result, shortOf } from './outcome.ts';
import { WaitQueue } from './queue.ts';
import type { Replica } from './replica.ts';
import type { Settings } from './settings.ts';

/** The phases before the handler. */
export interface Wait {
  cold: boolean;
  queued: Ms;
  init: Ms;
}
export const NO_WAIT: Wait = { cold: false, queued: 0, init: 0 };

/** A replica for one request, which is counted in at it. */
export interface Lease {
  replica: Replica;
  wait: Wait;
}

/** Why a request gets no replica. */
export interface Refusal {
  wait: Wait;
  result: Result;
}

/**
 * Gives each request a replica: at once when one is free, after a wait in the bounded queue otherwise.
 * Whoever got one says `left` when the request has left it.
 */
export class Dispatcher {
  readonly meter = new Meter(performance.now());
  readonly #replicas: Iterable<Replica>;
  readonly #balancer: Balancer<Replica>;
  readonly #queue: WaitQueue<Replica>;
  readonly #closing: AbortSignal;
  readonly #wake: () => void;

  /** `wake` is called when a request has to wait. */
  constructor(replicas: Iterable<Replica>, settings: Settings, closing: AbortSignal, wake: () => void) {
    this.#replicas = replicas;
    this.#balancer = new Balancer(replicas, settings.balancing);
    this.#queue = new WaitQueue(settings.queue);
    this.#closing = closing;
    this.#wake = wake;
  }

  /** A free replica with the request counted in, or null. */
  take(): Replica | null {
    const replica = this.#balancer.pick();
    if (replica === null) return null;
    replica.enter();
    this.meter.arrive(performance.now());
    return replica;
  }

  /** Waits in the queue for a replica. */
  async wait(signal?: AbortSignal): Promise<Lease | Refusal> {
    if (this.#closing.aborted) return refused(failure('unavailable', 'It is stopping.'));
    if (this.#queue.full) {
      return refused(failure('throttled', `${this.#queue.limit} requests already wait for a replica.`));
    }
    const cold = ![...this.#replicas].some((replica) => replica.isReady);
    const since = performance.now();
    this.meter.arrive(since);
    const waiting = this.#queue.wait(signal);
    this.#wake();
    const found = await waiting;
    const queued = performance.now() - since;
    if (found !== null && !(found instanceof Error)) {
      const init = cold ? Math.min(queued, found.init ?? 0) : 0;
      return { replica: found, wait: { cold, queued: queued - init, init } };
    }
    this.meter.leave(performance.now());
    const result = found === null ? failure('cancelled', 'The request was cancelled.') : this.#vain(found);
    return refused(result, { cold, queued, init: 0 });
  }

  /** Requests that wait for a replica at this moment. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** A request has left its replica: the next one may have the place. */
  left(): void {
    this.meter.leave(performance.now());
    this.serve();
  }

  /** Gives free replicas to those who wait. */
  serve(): void {
    if (this.#queue.size === 0) return;
    this.#queue.serve(() => {
      const replica = this.#balancer.pick();
      // Counted in before the waiter wakes up, so that nobody else takes the place.
      replica?.enter();
      return replica;
    });
  }

  /** Tells all who wait that it is in vain. */
  fail(error: Error): void {
    this.#queue.fail(error);
  }

  #vain(error: Error): Result {
    if (this.#closing.aborted) return failure('cancelled', error.message);
    const problem = toProblem(error);
    if (isShortage(problem.code)) return shortOf(problem);
    const { code, message, detail } = problem;
    return failure(code === 'init-error' ? 'init-error' : 'unavailable', message, { detail });
  }
}

const refused = (result: Result, wait: Wait = NO_WAIT): Refusal => ({ result, wait });
