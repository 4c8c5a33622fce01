interface Waiter<T> {
  /** Given a replica, or why there is none. */
  settle(found: T | Error): void;
}

/** Most requests that wait in one deployment unless it says otherwise; beyond it a request is throttled. */
export const QUEUE_LIMIT = 1_000;

/** Requests that wait for a replica, first come, first served. */
export class WaitQueue<T extends object> {
  readonly limit: number;
  readonly #waiters = new Set<Waiter<T>>();

  constructor(limit: number = QUEUE_LIMIT) {
    this.limit = limit;
  }

  get full(): boolean {
    return this.#waiters.size >= this.limit;
  }

  get size(): number {
    return this.#waiters.size;
  }

  /** Resolves with a replica, with the reason why there is none, or with null when `signal` aborts. */
  wait(signal?: AbortSignal): Promise<T | Error | null> {
    return new Promise((resolve) => {
      const cancel = () => {
        this.#waiters.delete(waiter);
        resolve(null);
      };
      const waiter: Waiter<T> = {
        settle(found) {
          signal?.removeEventListener('abort', cancel);
          resolve(found);
        },
      };
      if (signal?.aborted) return resolve(null);
      signal?.addEventListener('abort', cancel, { once: true });
      this.#waiters.add(waiter);
    });
  }

  /** Gives replicas to those who wait, as long as `next` finds one; `next` must count what it gives. */
  serve(next: () => T | null): void {
    for (const waiter of this.#waiters) {
      const replica = next();
      if (replica === null) return;
      this.#waiters.delete(waiter);
      waiter.settle(replica);
    }
  }

  /** Tells all who wait that it is in vain. */
  fail(error: Error): void {
    const all = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of all) waiter.settle(error);
  }
}
