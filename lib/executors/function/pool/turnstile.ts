import { availableParallelism } from 'node:os';
import type { Ms } from '#lib/domain/units.ts';
import { Alarm } from './alarm.ts';

/** Answers that come sooner than this are worth waiting for: waking another process takes about as long. */
const QUICK: Ms = 0.3;
/** At most so long, should the next answer not come soon after all. */
const PATIENCE: Ms = 1;
/** Of the last answer's time in the mean of the recent ones. */
const WEIGHT = 1 / 8;
/** More processes than this do not run at the same time anyway. */
const AT_ONCE = Math.max(2, availableParallelism());

/**
 * Keeps few environments hot instead of many cold: while a function answers within a fraction of a millisecond and
 * as many of its environments are busy as there are cores, the next request waits for the first of them rather than
 * to wake one whose memory has left the processor's caches. It decides only when a request gets an environment that
 * is idle, never whether another one is started; what it waits is counted as queued.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  readonly #alarm = new Alarm(() => this.#open());
  #usual: Ms = Number.POSITIVE_INFINITY;

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether the next request had better wait for an environment in use than wake another one. */
  holds(busy: number): boolean {
    return busy >= AT_ONCE && this.#usual <= QUICK;
  }

  /** Null when the request may go at once. */
  turn(busy: number): Promise<void> | null {
    if (!this.holds(busy)) return null;
    if (this.#waiting.length === 0) this.#alarm.set(PATIENCE);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** A handler has answered after this time. */
  answered(took: Ms): void {
    const before = Number.isFinite(this.#usual) ? this.#usual : took;
    this.#usual = before + (took - before) * WEIGHT;
    this.#waiting.shift()?.();
    if (this.#waiting.length === 0) this.#alarm.off();
    else this.#alarm.set(PATIENCE);
  }

  /** Lets everybody go. */
  close(): void {
    this.#open();
    this.#alarm.close();
  }

  #open(): void {
    for (const go of this.#waiting.splice(0)) go();
  }
}
