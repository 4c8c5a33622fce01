/** Numbers drawn one at a time from a block that is refilled when it is used up. */
export class Draws {
  readonly #fill: (out: Float64Array, count: number) => void;
  readonly #block: Float64Array;
  #next: number;

  constructor(fill: (out: Float64Array, count: number) => void, size = 256) {
    this.#fill = fill;
    this.#block = new Float64Array(size);
    this.#next = size;
  }

  next(): number {
    if (this.#next === this.#block.length) {
      this.#fill(this.#block, this.#block.length);
      this.#next = 0;
    }
    return this.#block[this.#next++] ?? 0;
  }
}
