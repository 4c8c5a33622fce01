import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { migrate, readMigrations } from '../../database/migrate.ts';

type Row = Readonly<Record<string, unknown>>;
/** All rows by table, as dump.ts wrote them. */
export type Home = Readonly<Record<string, readonly Row[]>>;

export const readHome = (name: string): Home =>
  JSON.parse(gunzipSync(readFileSync(fileURLToPath(new URL(`${name}.json.gz`, import.meta.url)))).toString());

/** Makes an empty database what it was: the tables by the migrations of that day, then their rows. */
export async function restoreHome(url: string, { _prisma_migrations: applied = [], ...tables }: Home) {
  const names = new Set(applied.map((row) => row.migration_name));
  const migrations = readMigrations().filter(({ name }) => names.has(name));
  await migrate(url, migrations);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Rows point at each other across tables: the order in which they come does not matter so.
    await client.query(`SET session_replication_role = 'replica'`);
    for (const [table, rows] of Object.entries(tables)) await insert(client, table, rows);
    await client.query(`SELECT setval(pg_get_serial_sequence('live_event', 'id'), max(id)) FROM live_event`);
  } finally {
    await client.end();
  }
}

async function insert(client: pg.Client, table: string, rows: readonly Row[]): Promise<void> {
  const all = `json_populate_recordset(NULL::"${table}", $1)`;
  await client.query(`INSERT INTO "${table}" SELECT * FROM ${all}`, [JSON.stringify(rows)]);
}
