import type { z } from 'zod';

/** The part of localStorage that is used; a port, because it can be full, forbidden or absent. */
export type KeptStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** What this browser keeps under `key`; null when there is nothing or it does not fit the schema any more. */
export function readKept<T>(storage: KeptStorage, key: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(storage.getItem(key) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

/** False when the browser would not keep it: the page then says so. */
export function writeKept(storage: KeptStorage, key: string, value: unknown): boolean {
  try {
    storage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
