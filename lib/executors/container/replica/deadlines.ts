import type { Ms } from '#lib/domain/units.ts';

/** Something that must be over in time. */
export interface Deadline {
  /** Called once when it is not. */
  late(): void;
}

/**
 * One limit for many requests with a single timer: they end in the order in which they began, so only the oldest
 * needs to be looked at. A timer for each request was a tenth of what passing one on costs.
 */
export class Deadlines {
  readonly #limit: Ms;
  readonly #running = new Map<Deadline, Ms>();
  #armed = false;

  constructor(limit: Ms) {
    this.#limit = limit;
  }

  add(deadline: Deadline): void {
    this.#running.set(deadline, performance.now() + this.#limit);
    if (!this.#armed) this.#arm(this.#limit);
  }

  remove(deadline: Deadline): void {
    this.#running.delete(deadline);
  }

  #arm(pause: Ms): void {
    this.#armed = true;
    // Whoever waits for an answer has a connection open: the timer need not keep the process.
    setTimeout(() => this.#look(), pause).unref();
  }

  #look(): void {
    this.#armed = false;
    const now = performance.now();
    for (const [deadline, end] of this.#running) {
      // Timers may fire up to a millisecond early.
      if (end > now + 1) {
        this.#arm(end - now);
        return;
      }
      this.#running.delete(deadline);
      deadline.late();
    }
  }
}
