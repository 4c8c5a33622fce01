// Writes all rows of the product's tables in DATABASE_URL, else of the embedded Postgres, to the file that is named:
// JSON, compressed. README.md beside says when a new one is due and how it is made.
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { connectDatabase } from '#lib/server/database/connect.ts';

const server = await connectDatabase();
const client = new pg.Client({ connectionString: server.url });
await client.connect();
const { rows: tables } = await client.query<{ name: string }>(
  `SELECT table_name AS name FROM information_schema.tables
   WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
);
const home: Record<string, unknown[]> = {};
for (const { name } of tables) {
  const { rows } = await client.query<{ row: unknown }>(`SELECT row_to_json(t) AS row FROM "${name}" t`);
  home[name] = rows.map(({ row }) => row);
}
await client.end();
await server.stop();
const file = process.argv[2] ?? 'home.json.gz';
writeFileSync(file, gzipSync(JSON.stringify(home), { level: 9 }));
console.log(
  `${file}: ${Object.entries(home)
    .map(([name, rows]) => `${name} ${rows.length}`)
    .join(', ')}`,
);
