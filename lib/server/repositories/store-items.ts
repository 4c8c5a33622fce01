import type { Bytes } from '#lib/domain/units.ts';
import type { Json, KeyValueStore } from '#lib/executors/services/key-value-store.ts';
import { database } from '../database/database.ts';

/** A store in Postgres. It is kept for ever unless its use is noted. */
export function storeNamespace(namespace: string): KeyValueStore & { clear(): Promise<void> } {
  const pool = () => database().pool;
  return {
    async get(key: string): Promise<Json | undefined> {
      const { rows } = await pool().query<{ value: Json }>(
        'SELECT value FROM store_item WHERE namespace = $1 AND key = $2',
        [namespace, key],
      );
      return rows[0]?.value;
    },
    async put(key: string, value: Json): Promise<void> {
      await pool().query(
        `INSERT INTO store_item (namespace, key, value) VALUES ($1, $2, $3)
         ON CONFLICT (namespace, key) DO UPDATE SET value = excluded.value`,
        [namespace, key, JSON.stringify(value)],
      );
    },
    async delete(key: string): Promise<boolean> {
      const { rowCount } = await pool().query('DELETE FROM store_item WHERE namespace = $1 AND key = $2', [
        namespace,
        key,
      ]);
      return rowCount === 1;
    },
    async list(prefix: string, limit: number, maxBytes: Bytes): Promise<{ key: string; value: Json }[]> {
      const { rows } = await pool().query<{ key: string; value: Json }>(
        `SELECT key, value FROM (
           SELECT key, value, sum(octet_length(value::text)) OVER (
             ORDER BY key ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS before
           FROM (
             SELECT key, value FROM store_item
             WHERE namespace = $1 AND starts_with(key, $2) ORDER BY key LIMIT $3
           ) AS first
         ) AS counted WHERE coalesce(before, 0) <= $4 ORDER BY key`,
        [namespace, prefix, limit, maxBytes],
      );
      return rows;
    },
    async sizes(): Promise<{ key: string; bytes: Bytes }[]> {
      const { rows } = await pool().query<{ key: string; bytes: Bytes }>(
        'SELECT key, octet_length(value::text) AS bytes FROM store_item WHERE namespace = $1',
        [namespace],
      );
      return rows;
    },
    async clear(): Promise<void> {
      await pool().query(
        `WITH unused AS (DELETE FROM store_use WHERE namespace = $1)
         DELETE FROM store_item WHERE namespace = $1`,
        [namespace],
      );
    },
  };
}

/** Notes that these stores are used at that moment: from then on each is one that can be unused. */
export async function noteStoreUse(namespaces: readonly string[], at: Date): Promise<void> {
  await database().pool.query(
    `INSERT INTO store_use (namespace, used_at) SELECT DISTINCT unnest($1::text[]), $2::timestamptz
     ON CONFLICT (namespace) DO UPDATE SET used_at = greatest(store_use.used_at, excluded.used_at)`,
    [namespaces, at],
  );
}

/** Empties the stores that were last used at that moment or before. @returns how many */
export async function emptyUnusedStores(at: Date): Promise<number> {
  const { rows } = await database().pool.query<{ emptied: number }>(
    `WITH unused AS (DELETE FROM store_use WHERE used_at <= $1 RETURNING namespace),
       items AS (DELETE FROM store_item USING unused WHERE store_item.namespace = unused.namespace)
     SELECT count(*)::int AS emptied FROM unused`,
    [at],
  );
  return rows[0]?.emptied ?? 0;
}

/** Those among these stores that were noted as used and not emptied since. */
export async function notedStores(namespaces: readonly string[]): Promise<Set<string>> {
  const { rows } = await database().pool.query<{ namespace: string }>(
    'SELECT namespace FROM store_use WHERE namespace = ANY ($1::text[])',
    [namespaces],
  );
  return new Set(rows.map(({ namespace }) => namespace));
}

/** Notes what these stores keep. */
export async function noteStoreSizes(sizes: ReadonlyMap<string, Bytes>): Promise<void> {
  await database().pool.query(
    `UPDATE store_use SET bytes = noted.bytes FROM unnest($1::text[], $2::bigint[]) AS noted (namespace, bytes)
     WHERE store_use.namespace = noted.namespace`,
    [[...sizes.keys()], [...sizes.values()]],
  );
}

/** The bytes that all other stores that can be unused keep, by the last note of each. */
export async function bytesInStoresBut(namespaces: readonly string[]): Promise<Bytes> {
  const { rows } = await database().pool.query<{ bytes: string }>(
    'SELECT coalesce(sum(bytes), 0) AS bytes FROM store_use WHERE namespace <> ALL ($1::text[])',
    [namespaces],
  );
  return Number(rows[0]?.bytes ?? 0);
}
