import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Ms } from '#lib/domain/units.ts';

const AGAIN: Ms = 250;
/** A server that is cut off by the network ends no connection: it is asked. */
const ASK_EVERY: Ms = 5_000;

/** Knows whether the database is there, by a connection of its own, before a page fails in the middle. */
export class DatabaseWatch implements AsyncDisposable {
  readonly #url: string;
  readonly #closing = new AbortController();
  #client: pg.Client | null = null;
  #away = false;
  readonly #following: Promise<void>;

  constructor(url: string) {
    this.#url = url;
    this.#following = this.#follow();
  }

  get away(): boolean {
    return this.#away;
  }

  async #follow(): Promise<void> {
    // A connection that ended is no outage yet: a proxy may have cut it for being idle. One that cannot be made is.
    while (!this.#closing.signal.aborted) {
      const there = await this.#stayConnected().then(
        () => true,
        () => false,
      );
      if (there || this.#closing.signal.aborted) continue;
      this.#away = true;
      await sleep(AGAIN);
    }
  }

  /** Returns when the connection has ended. @throws when there is none */
  async #stayConnected(): Promise<void> {
    const limits = { connectionTimeoutMillis: ASK_EVERY, query_timeout: ASK_EVERY };
    const client = new pg.Client({ connectionString: this.#url, keepAlive: true, ...limits });
    this.#client = client;
    const ended = Promise.withResolvers<void>();
    client.on('error', () => ended.resolve()).on('end', () => ended.resolve());
    const asking = setInterval(() => client.query('SELECT 1').catch(() => ended.resolve()), ASK_EVERY);
    try {
      await client.connect();
      await client.query('SELECT 1');
      this.#away = false;
      await ended.promise;
    } finally {
      clearInterval(asking);
      await client.end().catch(() => {});
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#client?.end().catch(() => {});
    await this.#following;
  }
}
