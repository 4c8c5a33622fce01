import { setImmediate as turn } from 'node:timers/promises';
import type { Ms } from '#lib/domain/units.ts';
import type { EngineClock } from '../clock.ts';

/** A clock on which hours pass in an instant: it jumps to the next moment that somebody waits for. */
export class SimulatedClock implements EngineClock {
  #now: Ms = 0;
  #waiting: { at: Ms; wake: () => void }[] = [];

  /** Bound: a clock's `now` is handed on alone. */
  readonly now = (): Ms => this.#now;

  wall(): Date {
    return new Date(this.#now);
  }

  until(at: Ms): Promise<void> {
    return new Promise((wake) => this.#waiting.push({ at: Math.max(at, this.#now), wake }));
  }

  /**
   * Lets time pass until `work` is done. @throws when it waits for something that no time brings, unless it may wait
   * for the `world`, e.g. a database: time stands still until that has answered.
   */
  async run<T>(work: Promise<T>, { world = false } = {}): Promise<T> {
    let done = false;
    const watched = work.finally(() => {
      done = true;
    });
    watched.catch(() => {});
    while (!done) {
      // Whatever can happen at this moment happens first.
      await turn();
      const next = this.#takeNext();
      if (next === undefined) {
        if (!done && !world) throw new Error('Nothing is due, and the work is not done.');
      } else {
        this.#now = next.at;
        next.wake();
      }
    }
    return watched;
  }

  #takeNext() {
    const first = this.#waiting.reduce<{ at: Ms; wake: () => void } | undefined>(
      (least, one) => (least === undefined || one.at < least.at ? one : least),
      undefined,
    );
    this.#waiting = this.#waiting.filter((one) => one !== first);
    return first;
  }
}
