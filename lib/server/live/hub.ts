import pg from 'pg';
import type { Ms } from '#lib/domain/units.ts';
import type { Database } from '../database/database.ts';
import { LIVE_CHANNEL } from './publish.ts';

export interface StoredEvent {
  /** Grows within a topic; the id of the server-sent event. */
  id: bigint;
  payload: unknown;
}

/** One who is told the events of a topic. */
export interface Listener {
  /** Takes an event. False: no more until `resume` is called, for the one that reads it is slow. */
  push(event: StoredEvent): boolean;
  /** Everything that is stored has been pushed. */
  caughtUp?(): void;
}

export interface Subscription {
  /** Goes on after the last event pushed. What came meanwhile is read again: nothing waits in memory. */
  resume(): void;
  end(): void;
}

interface Watcher {
  readonly listener: Listener;
  lastId: bigint;
  paused: boolean;
}

/**
 * Events of one read: so many, or those whose text holds so many bytes and the one that goes beyond. A run with large
 * answers has hundreds of MB of them; more are read when these are taken.
 */
const PAGE = { events: 100, bytes: 262_144 } as const;

const READ = `SELECT id, payload, found::int FROM (
    SELECT id, payload, count(*) OVER () AS found, sum(octet_length(payload::text)) OVER (
      ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
    FROM (SELECT id, payload FROM live_event WHERE topic = $1 AND id > $2 ORDER BY id LIMIT ${PAGE.events}) AS next
  ) AS counted WHERE coalesce(before, 0) < ${PAGE.bytes} ORDER BY id`;

interface Topic {
  watchers: Set<Watcher>;
  /** One read of a topic at a time; a notice during a read causes exactly one more. */
  reading: boolean;
  again: boolean;
  /** After a read that failed. */
  retry: NodeJS.Timeout | undefined;
}

/** Between tries to listen or to read again. */
const AGAIN: Ms = 500;

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

  /** Pushes every event of the topic after `afterId`, stored ones first. */
  subscribe(topic: string, afterId: bigint, listener: Listener): Subscription {
    const entry = this.#topics.get(topic) ?? newTopic();
    this.#topics.set(topic, entry);
    const watcher: Watcher = { listener, lastId: afterId, paused: false };
    entry.watchers.add(watcher);
    const read = () =>
      this.#listen().then(
        () => this.#read(topic),
        () => {},
      );
    void read();
    return {
      resume: () => {
        if (!watcher.paused) return;
        watcher.paused = false;
        void read();
      },
      end: () => {
        entry.watchers.delete(watcher);
        if (entry.watchers.size === 0 && this.#topics.get(topic) === entry) this.#topics.delete(topic);
      },
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
    }, AGAIN).unref();
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
        while (await this.#deliver(topic, entry));
      } while (entry.again);
    } catch {
      // One query may fail while the connection that listens stays: no notice would come for what was not read.
      this.#readLater(topic, entry);
    } finally {
      entry.reading = false;
    }
  }

  #readLater(topic: string, entry: Topic): void {
    if (this.#closed) return;
    clearTimeout(entry.retry);
    entry.retry = setTimeout(() => void this.#read(topic), AGAIN).unref();
  }

  /** One page to everybody who takes more. True when there may be another page. */
  async #deliver(topic: string, entry: Topic): Promise<boolean> {
    const watchers = [...entry.watchers].filter(({ paused }) => !paused);
    if (watchers.length === 0) return false;
    const from = watchers.reduce(
      (least, { lastId }) => (lastId < least ? lastId : least),
      watchers[0]?.lastId ?? 0n,
    );
    const { rows } = await this.#database.pool.query<{ id: string; payload: unknown; found: number }>(READ, [
      topic,
      from.toString(),
    ]);
    for (const row of rows) {
      const event = { id: BigInt(row.id), payload: row.payload };
      for (const watcher of watchers) if (entry.watchers.has(watcher)) give(watcher, event);
    }
    const found = rows[0]?.found ?? 0;
    if (found === PAGE.events || found > rows.length) return true;
    for (const watcher of watchers)
      if (!watcher.paused && entry.watchers.has(watcher)) watcher.listener.caughtUp?.();
    return false;
  }
}

const newTopic = (): Topic => ({ watchers: new Set(), reading: false, again: false, retry: undefined });

function give(watcher: Watcher, event: StoredEvent): void {
  if (watcher.paused || event.id <= watcher.lastId) return;
  watcher.lastId = event.id;
  watcher.paused = !watcher.listener.push(event);
}
