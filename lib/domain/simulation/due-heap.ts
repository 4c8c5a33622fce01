/**
 * What is due when, soonest first: a binary heap in typed arrays. `slot` is what it concerns, e.g. the
 * instance that will be free. Fields are public because the hot loop looks at the top without a call.
 */
export class DueHeap {
  due: Float64Array = new Float64Array(64);
  slot: Int32Array = new Int32Array(64);
  size = 0;

  push(due: number, slot: number): void {
    if (this.size === this.due.length) this.#grow();
    const { due: dues, slot: slots } = this;
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentDue = dues[parent] ?? 0;
      if (parentDue <= due) break;
      dues[hole] = parentDue;
      slots[hole] = slots[parent] ?? 0;
      hole = parent;
    }
    dues[hole] = due;
    slots[hole] = slot;
  }

  /** Takes the top away; read `due[0]` and `slot[0]` before. */
  pop(): void {
    const { due: dues, slot: slots } = this;
    const size = --this.size;
    const due = dues[size] ?? 0;
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && (dues[child + 1] ?? 0) < (dues[child] ?? 0)) child++;
      const childDue = dues[child] ?? 0;
      if (due <= childDue) break;
      dues[hole] = childDue;
      slots[hole] = slots[child] ?? 0;
      hole = child;
    }
    dues[hole] = due;
    slots[hole] = slots[size] ?? 0;
  }

  #grow(): void {
    const [due, slot] = [this.due, this.slot];
    this.due = new Float64Array(due.length * 2);
    this.slot = new Int32Array(slot.length * 2);
    this.due.set(due);
    this.slot.set(slot);
  }
}
