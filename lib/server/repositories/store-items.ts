import type { Bytes } from '#lib/domain/units.ts';
import type { Json, KeyValueStore } from '#lib/executors/services/key-value-store.ts';
import { database } from '../database/database.ts';

/** The store of the sample workloads, one namespace a deployment, in Postgres. */
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
    async clear(): Promise<void> {
      await pool().query('DELETE FROM store_item WHERE namespace = $1', [namespace]);
    },
  };
}
