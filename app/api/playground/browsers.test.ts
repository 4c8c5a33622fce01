import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineChild, startEngine } from '#lib/cli/start/engine-child.ts';
import type { InstanceSnapshot } from '#lib/domain/execution/executor.ts';
import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { GET as runEvents } from '../runs/[id]/events/route.ts';
import { POST as kill } from './instances/[id]/kill/route.ts';
import { GET as listEvents } from './instances/events/route.ts';
import { POST as press } from './runs/route.ts';

let db: Awaited<ReturnType<typeof useTestDatabase>>;
let engine: EngineChild;
beforeAll(async () => {
  db = await useTestDatabase();
  engine = await startEngine(db.url);
});
afterAll(async () => {
  await engine.child.stop();
  await db[Symbol.asyncDispose]();
});

const codeOf = (content: string) => ({
  entry: 'h.mjs',
  handler: 'handler',
  files: [{ path: 'h.mjs', content }],
});
const code = codeOf('let n = 0; export const handler = () => ({ n: ++n });');
/** Keeps the body of a POST in its store, and answers a GET with what is kept. */
const keeper = codeOf(`import { request } from 'node:http';
  export const handler = (event) => new Promise((done, fail) => {
    const method = event.requestContext.http.method === 'POST' ? 'PUT' : 'GET';
    const wish = { socketPath: process.env.STORE_SOCKET, path: '/items/k', method };
    const out = request(wish, async (reply) => {
      let text = '';
      for await (const part of reply) text += part;
      done(reply.statusCode + ' ' + text);
    });
    out.on('error', fail);
    out.end(event.body);
  });`);

/** Events of a stream until one is the last. */
async function read<E>(response: Response, isLast: (event: E) => boolean): Promise<E[]> {
  const events: E[] = [];
  let rest = '';
  for await (const chunk of response.body ?? []) {
    const blocks = (rest + Buffer.from(chunk).toString()).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      if (data !== undefined) events.push(JSON.parse(data));
    }
    if (events.some(isLast)) break;
  }
  return events;
}

/** A client that keeps its cookie, as a browser does. */
class Client {
  cookie = '';

  async #ask(answer: (request: Request) => Promise<Response>, init: RequestInit = {}): Promise<Response> {
    const headers = { 'content-type': 'application/json', ...(this.cookie ? { cookie: this.cookie } : {}) };
    const response = await answer(new Request('http://localhost/', { ...init, headers }));
    this.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.cookie;
    return response;
  }

  /** Presses once, on the function side unless said otherwise. @returns the answer's body. */
  async press(wish: object = {}): Promise<string | null> {
    const body = JSON.stringify({ code, memoryMiB: 256, sides: ['function'], ...wish });
    const { runId } = await (await this.#ask(press, { method: 'POST', body })).json();
    const response = await runEvents(new Request('http://localhost/'), {
      params: Promise.resolve({ id: runId }),
    });
    const events = await read<InteractiveEvent>(response, ({ kind }) => kind === 'done');
    return events.flatMap((event) => (event.kind === 'invocation' ? [event.invocation.body] : []))[0] ?? null;
  }

  /** The first list with an instance. */
  async instances(): Promise<string[]> {
    type List = { instances: InstanceSnapshot[] };
    const lists = await read<List>(
      await this.#ask(listEvents),
      ({ instances }: List) => instances.length > 0,
    );
    return lists.at(-1)?.instances.map(({ id }) => id) ?? [];
  }

  async kill(id: string): Promise<number> {
    const params = Promise.resolve({ id });
    return (await this.#ask((request) => kill(request, { params }), { method: 'POST' })).status;
  }
}

describe('two browsers at the playground', () => {
  it('have processes, lists and kills of their own', async () => {
    const [a, b] = [new Client(), new Client()];
    expect([await a.press(), await a.press(), await b.press()]).toEqual(['{"n":1}', '{"n":2}', '{"n":1}']);
    expect(a.cookie).toMatch(/^browser=[\w-]{22}$/);
    expect(b.cookie).not.toBe(a.cookie);
    const [[ofA = ''], [ofB = '']] = [await a.instances(), await b.instances()];
    expect(ofA).not.toBe(ofB);
    expect(await b.kill(ofA)).toBe(404);
    expect(await a.press()).toBe('{"n":3}');
    expect(await a.kill(ofA)).toBe(202);
    expect(await new Client().kill(ofB)).toBe(404);
    expect(await b.press()).toBe('{"n":2}');
  });

  it('have a store of their own for a workload, which both sides and every size share', async () => {
    const [a, b] = [new Client(), new Client()];
    const write = (text: string) => ({ code: keeper, request: { method: 'POST', body: `"${text}"` } });
    const read = { code: keeper, memoryMiB: 300, sides: ['container'] };
    expect([await a.press(write('of a')), await b.press(write('of b'))]).toEqual(['204 ', '204 ']);
    expect([await a.press(read), await b.press(read)]).toEqual(['200 "of a"', '200 "of b"']);
    expect(await new Client().press({ ...read, sides: ['function'] })).toMatch(/^404 /);
  });

  it('get a cookie that no script reads and no other site sends, once', async () => {
    const body = JSON.stringify({ code, sides: ['function'] });
    const headers = { 'content-type': 'application/json' };
    const first = await press(new Request('http://localhost/', { method: 'POST', headers, body }));
    const cookie = first.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^browser=[\w-]{22}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    const again = { ...headers, cookie: `theme=dark; ${cookie.split(';')[0]}` };
    const second = await press(new Request('http://localhost/', { method: 'POST', headers: again, body }));
    expect(second.headers.get('set-cookie')).toBeNull();
    const forged = { ...headers, cookie: 'browser=instances' };
    const third = await press(new Request('http://localhost/', { method: 'POST', headers: forged, body }));
    expect(third.headers.get('set-cookie')).toMatch(/^browser=/);
  });
});
