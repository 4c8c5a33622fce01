/**
 * Idle instances, the most recently used on top: it is the next to be used, so the others age and
 * expire from the bottom. That is how AWS Lambda chose in 4,331 of 4,349 choices of the published
 * logs (see published/lambda-logs). Fields are public for the hot loop.
 */
export class IdleStack {
  /** When the instance is ended unless it is used. */
  expires: Float64Array = new Float64Array(64);
  slot: Int32Array = new Int32Array(64);
  bottom = 0;
  top = 0;

  push(expires: number, slot: number): void {
    if (this.top === this.expires.length) this.#makeRoom();
    this.expires[this.top] = expires;
    this.slot[this.top++] = slot;
  }

  /** Keeps only those that `stays` says, in their order. */
  sweep(stays: (expires: number, slot: number) => boolean): void {
    let to = 0;
    for (let from = this.bottom; from < this.top; from++) {
      const [expires, slot] = [this.expires[from] ?? 0, this.slot[from] ?? 0];
      if (!stays(expires, slot)) continue;
      this.expires[to] = expires;
      this.slot[to++] = slot;
    }
    this.bottom = 0;
    this.top = to;
  }

  /** Moves the content down, or to larger arrays when it fills more than half. */
  #makeRoom(): void {
    const [expires, slot] = [this.expires, this.slot];
    if (this.top - this.bottom > expires.length / 2) {
      this.expires = new Float64Array(expires.length * 2);
      this.slot = new Int32Array(slot.length * 2);
    }
    this.expires.set(expires.subarray(this.bottom, this.top));
    this.slot.set(slot.subarray(this.bottom, this.top));
    this.top -= this.bottom;
    this.bottom = 0;
  }
}
