import { setTimeout as sleep } from 'node:timers/promises';
import type { Ms, Random } from '#lib/domain/units.ts';
import { quickWorkload } from '#lib/samples/testing/quick.ts';

/** One thing that a client did. */
export interface Act {
  client: number;
  what: ActName;
  took: Ms;
  /** "ok"; "refused" in words, with when to come again; else what happened without a word. */
  outcome: string;
}

const PAGES = [
  '/',
  '/workloads',
  '/workloads/new',
  '/experiments',
  '/learn',
  '/learn/cold-start',
  '/cost',
  '/playground',
  '/simulate',
];
const { code: CODE } = quickWorkload();
/** A page looks away earlier. */
const PATIENCE: Ms = 120_000;
/** Between two acts of a person. */
const THINKS = { least: 500, most: 3_000 } as const;

export type ActName = 'page' | 'press' | 'lesson' | 'wizard' | 'report' | 'live';
const ACTS: readonly (readonly [ActName, number])[] = [
  ['page', 8],
  ['press', 5],
  ['wizard', 2],
  ['report', 2],
  ['live', 2],
  ['lesson', 0.2],
];

/** A person with a browser: a cookie, and one thing after another. */
export class Client {
  readonly acts: Act[] = [];
  readonly #url: string;
  readonly #number: number;
  readonly #random: Random;
  #cookie = '';

  constructor(url: string, number: number, random: Random) {
    this.#url = url;
    this.#number = number;
    this.#random = random;
  }

  /** Goes on until the given moment of `performance.now()`; what was begun is ended. */
  async goOn(until: Ms, experiments: () => readonly string[]): Promise<void> {
    while (performance.now() < until) {
      await this.act(this.#drawn(), experiments());
      await sleep(THINKS.least + this.#random() * (THINKS.most - THINKS.least));
    }
  }

  async act(what: ActName, experiments: readonly string[]): Promise<void> {
    const since = performance.now();
    const outcome = await this.#do(what, experiments).catch((error: unknown) => `dropped: ${String(error)}`);
    this.acts.push({ client: this.#number, what, took: performance.now() - since, outcome });
  }

  #drawn(): ActName {
    let at = this.#random() * ACTS.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [what, weight] of ACTS) {
      at -= weight;
      if (at < 0) return what;
    }
    return 'page';
  }

  #do(what: ActName, experiments: readonly string[]): Promise<string> {
    const experiment = this.#one(experiments);
    if (what === 'press') return this.#run('/api/playground/runs', { code: CODE, memoryMiB: 128 });
    if (what === 'lesson') return this.#run('/api/lessons/one-request-per-environment/runs', {});
    if (what === 'wizard')
      return this.#ask('/api/workloads/notes', { code: CODE, trigger: { kind: 'http', requests: [] } });
    if (what === 'report')
      return this.#ask(experiment === undefined ? '/experiments' : `/experiments/${experiment}`);
    if (what === 'live' && experiment !== undefined)
      return this.#watch(`/api/experiments/${experiment}/events`);
    return this.#ask(this.#one(PAGES) ?? '/');
  }

  #one<T>(all: readonly T[]): T | undefined {
    return all[Math.floor(this.#random() * all.length)];
  }

  async #send(path: string, body?: object): Promise<Response> {
    const response = await fetch(this.#url + path, {
      headers: {
        cookie: this.#cookie,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const given = response.headers.get('set-cookie');
    if (given !== null) this.#cookie = given.split(';')[0] ?? '';
    return response;
  }

  async #ask(path: string, body?: object): Promise<string> {
    const response = await this.#send(path, body);
    return outcomeOf(response, await response.text());
  }

  /** To its end: `done` comes, or it was dropped. */
  async #run(path: string, body: object): Promise<string> {
    const response = await this.#send(path, body);
    const text = await response.text();
    if (!response.ok) return outcomeOf(response, text);
    const { runId } = JSON.parse(text) as { runId: string };
    const events = await (await this.#send(`/api/runs/${runId}/events`)).text();
    if (!events.includes('"kind":"done"')) return 'dropped: the stream ended before the run';
    return events.includes('"kind":"failed"') ? `refused: ${/"code":"([\w-]+)"/.exec(events)?.[1]}` : 'ok';
  }

  /** For some seconds, or until it is over. */
  async #watch(path: string): Promise<string> {
    const leaving = new AbortController();
    const timer = setTimeout(() => leaving.abort(), 5_000);
    try {
      const response = await fetch(this.#url + path, {
        headers: { cookie: this.#cookie },
        signal: leaving.signal,
      });
      if (!response.ok) return outcomeOf(response, await response.text());
      await response.text();
      return 'ok';
    } catch (error) {
      if (leaving.signal.aborted) return 'ok';
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

const SAID = new Set([422, 429, 503]);

function outcomeOf({ status, ok }: Response, text: string): string {
  if (ok) return 'ok';
  return SAID.has(status) && text.includes('"message"') ? `refused: ${status}` : `dropped: ${status}`;
}
