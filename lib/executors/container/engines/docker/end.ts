import type { Ms } from '#lib/domain/units.ts';
import { within } from '../../../host/within.ts';
import type { Exit } from '../engine.ts';

/** The end of a container that is removed is told at once, if it is told at all. */
const PATIENCE: Ms = 2_000;

/** The end of a container as the daemon tells it; a daemon with much to do forgets who waits for what is removed. */
export class End {
  readonly exited: Promise<Exit>;
  #tellRemoved: () => void = () => {};

  /** @param told what the daemon says of the end, whenever it does */
  constructor(told: Promise<Exit>) {
    const removed = new Promise<Exit>((resolve) => {
      this.#tellRemoved = () => resolve({ code: null, killedFor: null });
    });
    this.exited = Promise.race([told, removed]);
  }

  /** Resolves with the end, which has come: the container is not there any more. */
  async removed(patience: Ms = PATIENCE): Promise<Exit> {
    await within(this.exited, patience, this.#tellRemoved);
    return await this.exited;
  }
}
