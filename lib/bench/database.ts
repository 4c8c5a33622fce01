import { randomBytes } from 'node:crypto';
import { connectDatabase } from '#lib/server/database/connect.ts';
import { database } from '#lib/server/database/database.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { closeQueue } from '#lib/server/queue/queue.ts';
import { admin } from '#lib/server/testing/admin.ts';

/** A new, migrated database on the real Postgres (DATABASE_URL or the embedded one); it goes when this is disposed. */
export async function openBenchDatabase(): Promise<{ url: string; description: string } & AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const server = await connectDatabase();
  stack.defer(() => server.stop());
  const name = `bench_${randomBytes(6).toString('hex')}`;
  await admin(server.url, `CREATE DATABASE ${name}`);
  stack.defer(() => admin(server.url, `DROP DATABASE ${name} WITH (FORCE)`));
  // The embedded one is reached through a socket: its address has no host, which URL would refuse.
  const url = server.url.replace(/^([a-z]+:\/\/[^/]*\/)[^?]*/, `$1${name}`);
  await migrate(url);
  process.env.DATABASE_URL = url;
  stack.defer(() => database().close());
  stack.defer(closeQueue);
  const kept = stack.move();
  return { url, description: server.description, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
