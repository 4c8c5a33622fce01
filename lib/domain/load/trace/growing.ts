/** Numbers of which nobody knows beforehand how many there will be. */
export class Growing {
  #values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  get values(): Float64Array<ArrayBuffer> {
    return this.#values.subarray(0, this.length);
  }
}
