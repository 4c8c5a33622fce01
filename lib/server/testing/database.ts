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
  await forget().catch(() => {});
  process.env.DATABASE_URL = url;
  return {
    url,
    async [Symbol.asyncDispose]() {
      await forget();
      await admin(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** The connections of this process; a file before this one in the same process may have ended without. */
async function forget(): Promise<void> {
  try {
    await closeQueue();
    if (process.env.DATABASE_URL) await database().close();
  } finally {
    Reflect.deleteProperty(globalThis, 'crossoverDatabase');
  }
}
