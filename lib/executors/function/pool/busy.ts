import type { Environment } from './environment.ts';

/** Environments that serve a request. */
export class Busy {
  readonly #all: Environment[] = [];

  get size(): number {
    return this.#all.length;
  }

  add(environment: Environment): void {
    this.#all.push(environment);
  }

  /** False when it was not among them, as after the first of two answers that came at once. */
  forget(environment: Environment): boolean {
    const index = this.#all.indexOf(environment);
    if (index >= 0) this.#all.splice(index, 1);
    return index >= 0;
  }

  /** The one that is likely to get to another request first; null when `most` requests wait behind others already. */
  shortest(most: number): Environment | null {
    let waiting = 0;
    let shortest: Environment | null = null;
    for (const environment of this.#all) {
      waiting += Math.max(0, environment.inLine - 1);
      if (environment.takesNext && environment.inLine < (shortest?.inLine ?? Number.POSITIVE_INFINITY)) {
        shortest = environment;
      }
    }
    return waiting < most ? shortest : null;
  }
}
