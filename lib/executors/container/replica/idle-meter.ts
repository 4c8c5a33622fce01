import type { Ms } from '#lib/domain/units.ts';
import { type Idle, NO_IDLE } from './usage.ts';

/**
 * How long one replica was without a request and what CPU it used meanwhile. CPU is known only at the moments
 * it is read, so it counts between two readings without a request in between.
 */
export class IdleMeter {
  #since: Ms | null = null;
  #idle: Idle = NO_IDLE;
  #reading: { at: Ms; cpuTime: Ms } | null = null;

  /** No request is left. */
  rest(now: Ms): void {
    this.#since ??= now;
  }

  /** A request has come, or the end. */
  work(now: Ms): void {
    if (this.#since !== null) this.#idle = { ...this.#idle, time: this.#idle.time + now - this.#since };
    this.#since = null;
    this.#reading = null;
  }

  read(now: Ms, cpuTime: Ms | null): void {
    if (this.#since === null || cpuTime === null) return;
    const before = this.#reading;
    if (before !== null) {
      this.#idle = {
        ...this.#idle,
        cpuTime: this.#idle.cpuTime + cpuTime - before.cpuTime,
        measured: this.#idle.measured + now - before.at,
      };
    }
    this.#reading = { at: now, cpuTime };
  }

  at(now: Ms): Idle {
    return this.#since === null ? this.#idle : { ...this.#idle, time: this.#idle.time + now - this.#since };
  }
}
