import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { database } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { closeQueue } from '../queue/queue.ts';

/** A new, migrated database that `database()` of this process uses until it is disposed. */
export async function useTestDatabase(): Promise<AsyncDisposable & { url: string }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = inject('postgresUrl');
  await admin(server, `CREATE DATABASE ${name}`);
  const url = server.replace('/crossover?', `/${name}?`);
  await migrate(url);
  process.env.DATABASE_URL = url;
  return {
    url,
    async [Symbol.asyncDispose]() {
      await closeQueue();
      await database().close();
      Reflect.deleteProperty(globalThis, 'crossoverDatabase');
      await admin(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function admin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
