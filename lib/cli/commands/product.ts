import { connectDatabase } from '#lib/server/database/connect.ts';
import { database } from '#lib/server/database/database.ts';
import { closeQueue } from '#lib/server/queue/queue.ts';
import { latestEngine } from '#lib/server/repositories/engines.ts';
import { superviseEngine } from '../start/supervise-engine.ts';

/**
 * What a command needs of the product, started where it does not run already: a database, and an
 * engine that takes jobs. Disposing stops what was started here and nothing else.
 */
export async function openProduct(say: (text: string) => void): Promise<AsyncDisposable> {
  const stack = new AsyncDisposableStack();
  try {
    const server = await connectDatabase();
    stack.defer(() => server.stop());
    process.env.DATABASE_URL = server.url;
    stack.defer(() => database().close());
    stack.defer(closeQueue);
    if (!(await latestEngine())?.alive) {
      say('Starting the engine');
      // Supervised: when it is killed the next one marks the run interrupted, so that whoever waits is told.
      const engine = await superviseEngine(server.url, say);
      stack.defer(() => engine.stop());
    }
    return stack;
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
