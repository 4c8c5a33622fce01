import { setTimeout as delay } from 'node:timers/promises';
import type { MiB, Ms } from '#lib/domain/units.ts';
import type { Ground } from '../ground.ts';
import { Blank } from './blank.ts';

/** Sandboxes that start at the same time, so that filling up takes no core from what is running for long. */
const STARTING_AT_ONCE = 2;
/** Without another one taken: requests go first, and a burst is over before its places are filled again. */
const CALM: Ms = 250;
const LOOK_EVERY: Ms = 10;
/** From so many on what each holds in memory counts for more than a tenth of a millisecond of its start. */
const MANY = 64;

/** Pre-started sandboxes of one memory size; the size is part of how Node starts. */
class Shelf {
  readonly #ground: Ground;
  readonly #memory: MiB;
  readonly #size: number;
  #ready: Blank[] = [];
  #filling: Promise<void> | null = null;
  #closed = false;
  #starting = 0;
  /** When places may be filled again, unless another sandbox is taken. */
  #calmAt: Ms = 0;
  /** Deployments that want it. */
  users = 0;

  constructor(ground: Ground, memory: MiB, size: number) {
    this.#ground = ground;
    this.#memory = memory;
    this.#size = size;
  }

  get size(): number {
    return this.#ready.length;
  }

  take(): Blank | null {
    const blank = this.#ready.shift() ?? null;
    this.#calmAt = performance.now() + CALM;
    void this.#refill();
    if (blank === null || blank.alive) return blank;
    void blank.end();
    return this.take();
  }

  /** Resolves when it is full, or when this machine starts no more. */
  fill(): Promise<void> {
    this.#calmAt = 0;
    return this.#refill();
  }

  #refill(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  async #fill(): Promise<void> {
    while (performance.now() < this.#calmAt && !this.#closed) await delay(LOOK_EVERY);
    const workers = Array.from({ length: STARTING_AT_ONCE }, () => this.#work());
    await Promise.all(workers);
  }

  async #work(): Promise<void> {
    while (!this.#closed && this.#ready.length + this.#starting < this.#size) {
      this.#starting += 1;
      const went = await this.#addOne().finally(() => {
        this.#starting -= 1;
      });
      if (!went) return;
    }
  }

  async #addOne(): Promise<boolean> {
    let blank: Blank;
    try {
      const id = `blank-${Math.random().toString(36).slice(2, 12)}`;
      blank = new Blank(this.#ground, id, this.#memory, this.#size < MANY ? 'quick' : 'small');
    } catch {
      // No slot or no process is free: requests start cold, which says why.
      return false;
    }
    if ((await blank.ready) && !this.#closed) {
      this.#ready.push(blank);
      blank.opened.sandbox.process.once('exit', () => this.#drop(blank));
      return true;
    }
    await blank.end();
    return false;
  }

  /** One that ended while it waited makes room for another. */
  #drop(blank: Blank): void {
    const index = this.#ready.indexOf(blank);
    if (index < 0) return;
    this.#ready.splice(index, 1);
    void blank.end();
    this.#calmAt = performance.now() + CALM;
    void this.#refill();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#filling;
    await Promise.all(this.#ready.splice(0).map((blank) => blank.end()));
  }
}

/**
 * Sandboxes started ahead of time, `size` of each memory size that a deployment uses. Each has every layer of a
 * cold one, holds nothing of any function, and serves exactly one.
 */
export class Stock {
  readonly #shelves = new Map<MiB, Shelf>();
  readonly #ground: Ground;
  readonly #size: number;

  constructor(ground: Ground, size: number) {
    this.#ground = ground;
    this.#size = size;
  }

  /** Keeps sandboxes of this size ready from now on, until the function it answers is called. */
  want(memory: MiB): () => Promise<void> {
    if (this.#size === 0) return async () => {};
    const shelf = this.#shelves.get(memory) ?? new Shelf(this.#ground, memory, this.#size);
    this.#shelves.set(memory, shelf);
    shelf.users += 1;
    void shelf.fill();
    return async () => {
      shelf.users -= 1;
      if (shelf.users > 0) return;
      this.#shelves.delete(memory);
      await shelf.close();
    };
  }

  take(memory: MiB): Blank | null {
    return this.#shelves.get(memory)?.take() ?? null;
  }

  /** Ready ones of this size, and a wait until they are as many as they may be. */
  async filled(memory: MiB): Promise<number> {
    const shelf = this.#shelves.get(memory);
    await shelf?.fill();
    return shelf?.size ?? 0;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#shelves.values()].map((shelf) => shelf.close()));
    this.#shelves.clear();
  }
}
