import type { Ms } from '../../units.ts';

interface Replica {
  /** Draining: takes no more requests and ends when it is idle. */
  phase: 'starting' | 'ready' | 'draining' | 'ended';
  active: number;
  /** Stands in the list of those with a free place; its own place is not given away before it is taken from there. */
  listed: boolean;
  /** When it ends unless used; only on demand. */
  expires: Ms;
}

/** The replicas, how many there are in which phase, and which have a free place. */
export class Replicas {
  readonly #concurrency: number;
  readonly #all: Replica[] = [];
  readonly #vacant: number[] = [];
  /** With a free place, the one that was free last on top; some may have left since. */
  readonly #open: number[] = [];
  starting = 0;
  ready = 0;
  draining = 0;
  /** Those that serve at least one request. */
  busy = 0;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  get count(): number {
    return this.starting + this.ready + this.draining;
  }

  of(replica: number): Replica {
    const state = this.#all[replica];
    if (state === undefined) throw new RangeError(`No replica ${replica}.`);
    return state;
  }

  addStarting(): number {
    const replica = this.#vacant.pop() ?? this.#all.length;
    this.#all[replica] = { phase: 'starting', active: 0, listed: false, expires: Number.POSITIVE_INFINITY };
    this.starting++;
    return replica;
  }

  /** Its start is over; false when it was not wanted any more before that. */
  finishStart(replica: number): boolean {
    const state = this.of(replica);
    if (state.phase === 'ended') {
      this.#vacant.push(replica);
      return false;
    }
    state.phase = 'ready';
    this.starting--;
    this.ready++;
    return true;
  }

  take(replica: number): void {
    if (this.of(replica).active++ === 0) this.busy++;
    this.list(replica);
  }

  free(replica: number): void {
    if (--this.of(replica).active === 0) this.busy--;
  }

  hasPlace(replica: number): boolean {
    return this.of(replica).active < this.#concurrency;
  }

  /** To be found by `takeOpen`, if it is ready and has a place. */
  list(replica: number): void {
    const state = this.of(replica);
    if (state.listed || state.phase !== 'ready' || !this.hasPlace(replica)) return;
    state.listed = true;
    this.#open.push(replica);
  }

  /** A ready replica with a free place, or -1. */
  takeOpen(): number {
    for (let replica = this.#open.pop(); replica !== undefined; replica = this.#open.pop()) {
      const state = this.of(replica);
      state.listed = false;
      // It may have been filled from the queue since it was listed.
      if (state.phase === 'ready' && this.hasPlace(replica)) return replica;
      if (state.phase === 'ended') this.#vacant.push(replica);
    }
    return -1;
  }

  /** Those that are still starting are stopped first, then the least busy ones take no more requests. */
  leave(count: number): void {
    const staying = [...this.#all.entries()]
      .filter(([, { phase }]) => phase === 'starting' || phase === 'ready')
      .sort(
        ([, a], [, b]) => Number(a.phase === 'ready') - Number(b.phase === 'ready') || a.active - b.active,
      );
    for (const [replica, state] of staying.slice(0, count)) {
      if (state.phase === 'starting') {
        state.phase = 'ended';
        this.starting--;
      } else if (state.active === 0) this.end(replica);
      else {
        state.phase = 'draining';
        this.ready--;
        this.draining++;
      }
    }
  }

  /** An idle replica goes. */
  end(replica: number): void {
    const state = this.of(replica);
    if (state.phase === 'draining') this.draining--;
    else this.ready--;
    state.phase = 'ended';
    if (!state.listed) this.#vacant.push(replica);
  }
}
