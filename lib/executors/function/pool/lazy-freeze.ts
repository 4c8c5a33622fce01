import type { Ms } from '#lib/domain/units.ts';
import { Alarm } from './alarm.ts';
import type { Freezer } from './freezer.ts';

/** Between two requests that follow each other at once nothing is gained by stopping and starting a dozen threads. */
const DELAY: Ms = 5;

/** Freezes an environment that stays idle, and lets it go on before its next request. */
export class LazyFreeze {
  readonly #freezer: Freezer;
  readonly #delay: Ms;
  readonly #alarm = new Alarm(() => this.#freeze());
  #frozen = false;

  constructor(freezer: Freezer, delay: Ms = DELAY) {
    this.#freezer = freezer;
    this.#delay = delay;
  }

  idle(): void {
    this.wake();
    this.#alarm.set(this.#delay);
  }

  wake(): void {
    this.#alarm.off();
    if (!this.#frozen) return;
    this.#frozen = false;
    this.#freezer.thaw();
  }

  /** It has ended: nothing of it may be signalled any more, its numbers may be others' by now. */
  over(): void {
    this.#alarm.close();
    this.#frozen = false;
  }

  #freeze(): void {
    this.#frozen = true;
    this.#freezer.freeze();
  }
}
