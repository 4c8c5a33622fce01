import type { Ms } from '#lib/domain/units.ts';

/**
 * A timer that is set anew or called off for every request and hardly ever rings: neither touches Node's list of
 * timers as long as the one that is armed rings early enough. It then looks how much is left. Rings never early;
 * does not keep the process alive.
 */
export class Alarm {
  readonly #ring: () => void;
  #due: Ms = Number.POSITIVE_INFINITY;
  #armedFor: Ms = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** Rings once, so long from now, instead of when it was to ring before. */
  set(delay: Ms): void {
    this.#due = performance.now() + delay;
    if (this.#armedFor <= this.#due) return;
    clearTimeout(this.#timer);
    this.#arm(delay);
  }

  /** Does not ring. */
  off(): void {
    this.#due = Number.POSITIVE_INFINITY;
  }

  /** Lets go of everything. */
  close(): void {
    this.off();
    clearTimeout(this.#timer);
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  #arm(delay: Ms): void {
    this.#armedFor = performance.now() + delay;
    this.#timer = setTimeout(() => this.#wake(), Math.ceil(delay)).unref();
  }

  #wake(): void {
    this.#armedFor = Number.POSITIVE_INFINITY;
    const left = this.#due - performance.now();
    if (left === Number.POSITIVE_INFINITY) return;
    if (left > 0) {
      this.#arm(left);
      return;
    }
    this.off();
    this.#ring();
  }
}
