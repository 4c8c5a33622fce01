import { randomBytes } from 'node:crypto';
import { migrate } from '../database/migrate.ts';
import { openQueue } from '../queue/queue.ts';
import { admin } from './admin.ts';

/** Of another database on the server of the product's own. */
export const urlOf = (server: string, name: string): string => server.replace('/crossover?', `/${name}?`);

export const freshName = (): string => `test_${randomBytes(6).toString('hex')}`;

/**
 * A database as the product leaves one at its start: migrated, with the tables of the queue. To copy it is far less work
 * than to make it. Nobody stays connected, for Postgres copies none that is in use. Gives its name.
 */
export async function makeTemplate(server: string): Promise<string> {
  const name = freshName();
  await admin(server, `CREATE DATABASE ${name}`);
  await migrate(urlOf(server, name));
  const boss = await openQueue(urlOf(server, name), 'sender');
  await boss.stop({ graceful: false });
  return name;
}
