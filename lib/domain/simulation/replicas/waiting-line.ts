import type { Ms } from '../../units.ts';

/** First in, first out: the arrivals of waiting requests, in a ring that grows. */
export class WaitingLine {
  #ring = new Float64Array(64);
  #first = 0;
  size = 0;

  push(arrival: Ms): void {
    if (this.size === this.#ring.length) this.#grow();
    this.#ring[(this.#first + this.size++) & (this.#ring.length - 1)] = arrival;
  }

  /** The longest waiting; only when `size` is above 0. */
  shift(): Ms {
    const arrival = this.#ring[this.#first] ?? 0;
    this.#first = (this.#first + 1) & (this.#ring.length - 1);
    this.size--;
    return arrival;
  }

  #grow(): void {
    const ring = new Float64Array(this.#ring.length * 2);
    ring.set(this.#ring.subarray(this.#first));
    ring.set(this.#ring.subarray(0, this.#first), this.#ring.length - this.#first);
    this.#ring = ring;
    this.#first = 0;
  }
}
