import pg from 'pg';
import type { Database } from '../database/database.ts';
import { LIVE_CHANNEL } from './publish.ts';

export interface StoredEvent {
  /** Grows within a topic; the id of the server-sent event. */
  id: bigint;
  payload: unknown;
}
export type Push = (event: StoredEvent) => void;

interface Watcher {
  push: Push;
  lastId: bigint;
}

interface Topic {
  watchers: Set<Watcher>;
  /** One read of a topic at a time; a notice during a read causes exactly one more. */
  reading: boolean;
  again: boolean;
}

/**
 * One LISTEN connection for the whole process, and one read per notice and topic,
 * however many browsers watch it.
 */
export class LiveHub {
  readonly #database: Database;
  readonly #topics = new Map<string, Topic>();
  #listener: Promise<pg.Client> | null = null;
  #closed = false;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Pushes every event of the topic after `afterId`, stored ones first. Returns the unsubscribe function. */
  subscribe(topic: string, afterId: bigint, push: Push): () => void {
    const entry = this.#topics.get(topic) ?? { watchers: new Set(), reading: false, again: false };
    this.#topics.set(topic, entry);
    const watcher: Watcher = { push, lastId: afterId };
    entry.watchers.add(watcher);
    this.#listen().then(
      () => this.#read(topic),
      () => {},
    );
    return () => {
      entry.watchers.delete(watcher);
      if (entry.watchers.size === 0) this.#topics.delete(topic);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = await this.#listener?.catch(() => null);
    await client?.end();
  }

  #listen(): Promise<pg.Client> {
    this.#listener ??= this.#connect();
    return this.#listener;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#database.url, keepAlive: true });
    client.on('notification', (notice) => notice.payload && this.#read(notice.payload));
    client.on('error', () => {});
    client.on('end', () => this.#reconnect());
    try {
      await client.connect();
      await client.query(`LISTEN ${LIVE_CHANNEL}`);
    } catch (error) {
      this.#reconnect();
      throw error;
    }
    return client;
  }

  /** After a lost connection every topic is read once, so nothing that was published meanwhile is missed. */
  #reconnect(): void {
    this.#listener = null;
    if (this.#closed) return;
    setTimeout(() => {
      this.#listen().then(
        () => [...this.#topics.keys()].forEach((topic) => void this.#read(topic)),
        () => {},
      );
    }, 500).unref();
  }

  async #read(topic: string): Promise<void> {
    const entry = this.#topics.get(topic);
    if (!entry) return;
    if (entry.reading) {
      entry.again = true;
      return;
    }
    entry.reading = true;
    try {
      do {
        entry.again = false;
        await this.#deliver(topic, entry);
      } while (entry.again);
    } catch {
      // The database is away: the reconnect reads again.
    } finally {
      entry.reading = false;
    }
  }

  async #deliver(topic: string, entry: Topic): Promise<void> {
    const watchers = [...entry.watchers];
    if (watchers.length === 0) return;
    const from = watchers.reduce(
      (least, { lastId }) => (lastId < least ? lastId : least),
      watchers[0]?.lastId ?? 0n,
    );
    const { rows } = await this.#database.pool.query<{ id: string; payload: unknown }>(
      'SELECT id, payload FROM live_event WHERE topic = $1 AND id > $2 ORDER BY id',
      [topic, from.toString()],
    );
    for (const row of rows) {
      const event = { id: BigInt(row.id), payload: row.payload };
      for (const watcher of watchers) {
        if (event.id <= watcher.lastId || !entry.watchers.has(watcher)) continue;
        watcher.lastId = event.id;
        watcher.push(event);
      }
    }
  }
}
