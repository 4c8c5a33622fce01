import type { Ms } from '#lib/domain/units.ts';

/** One that runs, between those that began before and after it. */
export interface Deadline {
  readonly end: Ms;
  readonly late: () => void;
  before: Deadline | null;
  after: Deadline | null;
}

/**
 * One limit for many requests with a single timer: they end in the order in which they began, so only the oldest
 * needs to be looked at.
 */
export class Deadlines {
  readonly limit: Ms;
  #oldest: Deadline | null = null;
  #newest: Deadline | null = null;
  #armed = false;

  constructor(limit: Ms) {
    this.limit = limit;
  }

  /** `late` is called once when it is not removed in time. */
  add(late: () => void): Deadline {
    const deadline: Deadline = {
      end: performance.now() + this.limit,
      late,
      before: this.#newest,
      after: null,
    };
    if (this.#newest === null) this.#oldest = deadline;
    else this.#newest.after = deadline;
    this.#newest = deadline;
    if (!this.#armed) this.#arm(this.limit);
    return deadline;
  }

  /** Only once, and not after it was late. */
  remove(deadline: Deadline): void {
    const { before, after } = deadline;
    // A chain of those that are over would keep each other in memory.
    deadline.before = null;
    deadline.after = null;
    if (before === null) this.#oldest = after;
    else before.after = after;
    if (after === null) this.#newest = before;
    else after.before = before;
  }

  #arm(pause: Ms): void {
    this.#armed = true;
    // Whoever waits for an answer has a connection open: the timer need not keep the process.
    setTimeout(() => this.#look(), pause).unref();
  }

  #look(): void {
    const now = performance.now();
    try {
      this.#tell(now);
    } finally {
      // Still armed until here: who is late may begin anew, and that needs no timer of its own.
      this.#armed = false;
      if (this.#oldest !== null) this.#arm(Math.max(0, this.#oldest.end - now));
    }
  }

  #tell(now: Ms): void {
    // Timers may fire up to a millisecond early.
    for (let oldest = this.#oldest; oldest !== null && oldest.end <= now + 1; oldest = this.#oldest) {
      this.remove(oldest);
      oldest.late();
    }
  }
}
