import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { database } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { closeQueue } from '../queue/queue.ts';
import { admin } from './admin.ts';

/** A new, migrated database that `database()` of this process uses until it is disposed; `fill` comes before migrations. */
export async function useTestDatabase(
  fill: (url: string) => Promise<void> = async () => {},
): Promise<AsyncDisposable & { url: string }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const server = inject('postgresUrl');
  await admin(server, `CREATE DATABASE ${name}`);
  const url = server.replace('/crossover?', `/${name}?`);
  await fill(url);
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
