import type { Ms } from '../units.ts';
import type { PlatformState } from './platform-state.ts';

/** Between this many points and twice as many are kept, whatever the length. */
export const FEWEST_POINTS = 256;

/**
 * Sums of the platform at even steps of simulated time. When there are too many the steps double and
 * every other point goes: the sums are cumulative, so nothing is lost but resolution.
 */
export class History {
  readonly points: PlatformState[] = [];
  #step: Ms;

  constructor(step: Ms) {
    this.#step = step;
  }

  /** The instant of the next point. */
  get due(): Ms {
    return (this.points.length + 1) * this.#step;
  }

  add(state: PlatformState): void {
    this.points.push(state);
    if (this.points.length < 2 * FEWEST_POINTS) return;
    const kept = this.points.filter((_, index) => index % 2 === 1);
    this.points.splice(0, this.points.length, ...kept);
    this.#step *= 2;
  }
}
