import type { Bytes } from '#lib/domain/units.ts';
import type { KeyValueStore } from './key-value-store.ts';

/** The bytes that user code may keep in a store: it shares the machine's disk and memory with everybody. `allBytes`: in all of them. */
export const STORE_LIMITS = {
  ...{ keys: 10_000, valueBytes: 65_536, totalBytes: 64 * 1024 * 1024 },
  allBytes: 1024 * 1024 * 1024,
} as const;

/** Why a value is not taken: its store is full, or all stores of this machine together are. */
export type Full = 'store' | 'all';

/** Counts keys and bytes without asking the store for each write. */
export class StoreQuota {
  readonly #sizes = new Map<string, Bytes>();
  readonly #fits: (more: Bytes) => boolean;
  #total = 0;

  private constructor(fits: (more: Bytes) => boolean) {
    this.#fits = fits;
  }

  /** Counts what the store already has. `fits` tells whether all stores together may keep so much more. */
  static async of(
    store: Pick<KeyValueStore, 'sizes'>,
    fits: (more: Bytes) => boolean = () => true,
  ): Promise<StoreQuota> {
    const quota = new StoreQuota(fits);
    await quota.recount(store);
    return quota;
  }

  /** Counts anew what the store has, as after somebody else has emptied it. */
  async recount(store: Pick<KeyValueStore, 'sizes'>): Promise<void> {
    const found = await store.sizes();
    this.#sizes.clear();
    this.#total = 0;
    for (const { key, bytes } of found) this.#set(key, bytes);
  }

  /** The bytes kept now. */
  get total(): Bytes {
    return this.#total;
  }

  /** Takes room for a value before it is written; null when there was some. */
  take(key: string, size: Bytes): Full | null {
    const before = this.#sizes.get(key);
    if (before === undefined && this.#sizes.size >= STORE_LIMITS.keys) return 'store';
    const more = size - (before ?? 0);
    if (this.#total + more > STORE_LIMITS.totalBytes) return 'store';
    if (more > 0 && !this.#fits(more)) return 'all';
    this.#set(key, size);
    return null;
  }

  free(key: string): void {
    this.#total -= this.#sizes.get(key) ?? 0;
    this.#sizes.delete(key);
  }

  #set(key: string, size: Bytes): void {
    this.free(key);
    this.#sizes.set(key, size);
    this.#total += size;
  }
}
