import type { Session } from './session.ts';

/** The right to use a session; while it is held the session stays. */
export interface Visit extends Disposable {
  session: Session;
}

interface Entry {
  session: Session;
  users: number;
}

/**
 * The sessions of the browsers. The one used longest ago is closed when there are too many, but none that is in use:
 * however many browsers come, they never hold more of the machine than `most` and those at work.
 */
export class Sessions implements AsyncDisposable {
  readonly #open: (browser: string) => Session;
  readonly #most: number;
  /** The one used last at the end. */
  readonly #entries = new Map<string, Entry>();
  readonly #leaving = new Map<string, Promise<void>>();

  constructor(open: (browser: string) => Session, most: number) {
    this.#open = open;
    this.#most = most;
  }

  async visit(browser: string): Promise<Visit> {
    // Its last list, an empty one, must not come after the first of the next.
    await this.#leaving.get(browser);
    const entry = this.#entries.get(browser) ?? { session: this.#open(browser), users: 0 };
    this.#entries.delete(browser);
    this.#entries.set(browser, entry);
    entry.users += 1;
    this.#trim();
    return { session: entry.session, [Symbol.dispose]: () => this.#leave(entry) };
  }

  /** The session of a browser that has one. */
  find(browser: string): Session | undefined {
    return this.#entries.get(browser)?.session;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const [browser, entry] of [...this.#entries]) this.#close(browser, entry);
    await Promise.all(this.#leaving.values());
  }

  #leave(entry: Entry): void {
    entry.users -= 1;
    this.#trim();
  }

  #trim(): void {
    const unused = [...this.#entries].filter(([, { users }]) => users === 0);
    const excess = Math.max(0, this.#entries.size - this.#most);
    for (const [browser, entry] of unused.slice(0, excess)) this.#close(browser, entry);
  }

  #close(browser: string, { session }: Entry): void {
    this.#entries.delete(browser);
    const leaving = session[Symbol.asyncDispose]().finally(() => this.#leaving.delete(browser));
    this.#leaving.set(browser, leaving);
  }
}
