import type { Ms, PerSecond } from '#lib/domain/units.ts';

/** What arrived since the last reading. */
export interface Traffic {
  /** Requests in the service (in flight and waiting), on average. */
  concurrency: number;
  rate: PerSecond;
}

/** Counts the requests of a deployment as an autoscaler wants them: averages between two readings. */
export class Meter {
  #inside = 0;
  #arrived = 0;
  #area = 0;
  #changed: Ms;
  #read: Ms;

  constructor(now: Ms) {
    this.#changed = now;
    this.#read = now;
  }

  arrive(now: Ms): void {
    this.#add(now);
    this.#inside += 1;
    this.#arrived += 1;
  }

  leave(now: Ms): void {
    this.#add(now);
    this.#inside -= 1;
  }

  /** The averages since the last call. Within a millisecond of it, what is there now. */
  read(now: Ms): Traffic {
    this.#add(now);
    const time = now - this.#read;
    const concurrency = time < 1 ? this.#inside : this.#area / time;
    const rate = time < 1 ? 0 : (this.#arrived * 1_000) / time;
    this.#area = 0;
    this.#arrived = 0;
    this.#read = now;
    return { concurrency, rate };
  }

  /** Requests inside at this moment. */
  get inside(): number {
    return this.#inside;
  }

  #add(now: Ms): void {
    this.#area += this.#inside * (now - this.#changed);
    this.#changed = now;
  }
}
