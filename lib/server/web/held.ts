export interface HeldLimits {
  perHolder: number;
  inAll: number;
}

/** Counts what each holder has of something. A holder that has nothing is not kept. */
export class Held {
  readonly #limits: HeldLimits;
  readonly #by = new Map<string, number>();
  #all = 0;

  constructor(limits: HeldLimits) {
    this.#limits = limits;
  }

  /** Takes one more; the function gives it back, once. Else whose limit is reached: the holder's, or that of all. */
  take(holder: string): (() => void) | 'holder' | 'all' {
    const own = this.#by.get(holder) ?? 0;
    if (own >= this.#limits.perHolder) return 'holder';
    if (this.#all >= this.#limits.inAll) return 'all';
    this.#by.set(holder, own + 1);
    this.#all += 1;
    let held = true;
    return () => {
      if (held) this.#give(holder);
      held = false;
    };
  }

  #give(holder: string): void {
    this.#all -= 1;
    const left = (this.#by.get(holder) ?? 1) - 1;
    if (left > 0) this.#by.set(holder, left);
    else this.#by.delete(holder);
  }
}
