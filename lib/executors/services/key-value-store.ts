import type { Bytes } from '#lib/domain/units.ts';

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface StoredItem {
  key: string;
  value: Json;
}

export interface StoredSize {
  key: string;
  bytes: Bytes;
}

/** Where the store service keeps its items: Postgres in the engine, memory in tests. */
export interface KeyValueStore {
  /** The value, or undefined when there is none. */
  get(key: string): Promise<Json | undefined>;
  put(key: string, value: Json): Promise<void>;
  /** True when it was there. */
  delete(key: string): Promise<boolean>;
  /**
   * Items whose key starts with `prefix`, in the order of their keys: as many as `limit` and `maxBytes` of
   * values hold, and the one that goes beyond, so that it is seen that there is more.
   */
  list(prefix: string, limit: number, maxBytes: Bytes): Promise<readonly StoredItem[]>;
  /** Every key with the bytes of its value as JSON. */
  sizes(): Promise<readonly StoredSize[]>;
}

/** A store that lives as long as the process. */
export function memoryStore(): KeyValueStore {
  const items = new Map<string, Json>();
  const sizeOf = (value: Json): Bytes => Buffer.byteLength(JSON.stringify(value));
  return {
    get: async (key) => items.get(key),
    put: async (key, value) => void items.set(key, value),
    delete: async (key) => items.delete(key),
    list: async (prefix, limit, maxBytes) => {
      let before = 0;
      return [...items]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .filter(([, value]) => {
          const fits = before <= maxBytes;
          before += sizeOf(value);
          return fits;
        })
        .map(([key, value]) => ({ key, value }));
    },
    sizes: async () => [...items].map(([key, value]) => ({ key, bytes: sizeOf(value) })),
  };
}
