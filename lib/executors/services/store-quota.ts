import type { Bytes } from '#lib/domain/units.ts';
import type { KeyValueStore } from './key-value-store.ts';

/** What user code may keep in a store: it shares the machine's disk and memory with everybody. */
export const STORE_LIMITS = { keys: 10_000, valueBytes: 65_536, totalBytes: 64 * 1024 * 1024 } as const;

/** Counts keys and bytes without asking the store for each write. */
export class StoreQuota {
  readonly #sizes = new Map<string, Bytes>();
  #total = 0;

  /** Counts what the store already has. */
  static async of(store: KeyValueStore): Promise<StoreQuota> {
    const quota = new StoreQuota();
    for (const { key, bytes } of await store.sizes()) quota.#set(key, bytes);
    return quota;
  }

  /** Takes room for a value before it is written; false when there is none. */
  take(key: string, size: Bytes): boolean {
    const before = this.#sizes.get(key);
    if (before === undefined && this.#sizes.size >= STORE_LIMITS.keys) return false;
    if (this.#total - (before ?? 0) + size > STORE_LIMITS.totalBytes) return false;
    this.#set(key, size);
    return true;
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
