import { inject } from 'vitest';
import { database } from '../database/database.ts';
import { migrate } from '../database/migrate.ts';
import { closeQueue } from '../queue/queue.ts';
import { admin } from './admin.ts';
import { freshName, urlOf } from './template.ts';

/**
 * A new, migrated database that `database()` of this process uses until it is disposed; `fill` gets it empty, before
 * the migrations.
 */
export async function useTestDatabase(
  fill?: (url: string) => Promise<void>,
): Promise<AsyncDisposable & { url: string }> {
  const name = freshName();
  const server = inject('postgresUrl');
  const from = fill === undefined ? ` TEMPLATE ${inject('databaseTemplate')}` : '';
  await admin(server, `CREATE DATABASE ${name}${from}`);
  const url = urlOf(server, name);
  await fill?.(url);
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
