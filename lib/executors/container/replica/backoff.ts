import type { Ms } from '#lib/domain/units.ts';

const STEPS: readonly Ms[] = [0, 100, 200, 500, 1_000, 2_000, 5_000];

/** A replica that lived so long has proven itself: its end counts as the first. */
const PROVEN: Ms = 10_000;

/** How long to wait before the next start: at once at first, then ever longer while the ends come quickly. */
export class Backoff {
  #ends = 0;

  /** `lived` is how long the replica that ended was ready; 0 when it never was. */
  next(lived: Ms): Ms {
    if (lived > PROVEN) this.#ends = 0;
    const pause = STEPS[Math.min(this.#ends, STEPS.length - 1)] ?? 0;
    this.#ends += 1;
    return pause;
  }
}
