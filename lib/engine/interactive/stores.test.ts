import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { systemClock } from '../clock.ts';
import { OpenStores } from '../stores/open-stores.ts';
import { createInteractive, type Interactive, playgroundStore } from './interactive.ts';
import { Board, openExecutors, play } from './testing/stage.ts';

const { executors, close } = openExecutors();
const stack = new AsyncDisposableStack();
let stores: OpenStores;
let interactive: Interactive;
let board: Board;
beforeAll(async () => {
  stack.use(await useTestDatabase());
  stack.defer(close);
  stores = stack.use(new OpenStores(systemClock));
  interactive = stack.use(
    createInteractive({ executors, stores, publish: (topic, event) => board.publish(topic, event) }),
  );
});
beforeEach(() => {
  board = new Board();
});
afterAll(() => stack.disposeAsync());

/** Sends the request that its event's body describes to the store, or to the socket that the body names. */
const RELAY = `import { request } from 'node:http';
  export const handler = (event) => new Promise((done) => {
    const { body, ...wish } = JSON.parse(event.body);
    const out = request({ socketPath: process.env.STORE_SOCKET, ...wish }, (reply) => {
      let text = '';
      reply.on('data', (part) => { text += part; });
      reply.on('end', () => done(reply.statusCode + ' ' + text));
    });
    out.on('error', ({ code }) => done(code));
    out.end(body);
  });`;

interface Wish {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  socketPath?: string;
  body?: string;
}

/** Answers of one press on each of its sides. */
async function ask(
  browser: string,
  wish: Wish,
  { source = RELAY, ...more }: { source?: string } & More = {},
) {
  const body = JSON.stringify({ path: '/items/k', ...wish });
  const job = play(source, { ...more, request: { method: 'POST', body } }, browser);
  await interactive.handle(job);
  return board.invocations(job.runId).map((invocation) => invocation.body);
}
type More = NonNullable<Parameters<typeof play>[1]>;

const EVERY_SIDE = { sides: ['function' as const, 'container' as const] };

describe('the store of a workload in the playground', () => {
  it('is one for both sides and every size, and none of another workload or browser', async () => {
    const put = { method: 'PUT', body: '"of a"' };
    expect(await ask('a', put, { sides: ['function'] })).toEqual(['204 ']);
    expect(await ask('a', {}, { ...EVERY_SIDE, memoryMiB: 300 })).toEqual(['200 "of a"', '200 "of a"']);
    const none = '404 {"error":"no such item"}';
    expect(await ask('b', {}, EVERY_SIDE)).toEqual([none, none]);
    expect(await ask('a', {}, { source: `${RELAY}\n`, sides: ['function'] })).toEqual([none]);
  });

  it('is reached by nobody else, also not with its name, its cookie or its socket', async () => {
    await ask('victim', { method: 'PUT', body: '"secret"' }, { sides: ['function'] });
    const { code } = play(RELAY).request;
    const namespace = playgroundStore('victim', code);
    await using lease = await stores.lease(namespace);
    const cookie = { cookie: 'browser=victim', 'x-namespace': namespace };
    const tries: Wish[] = [
      { headers: cookie },
      { path: `/items/k?namespace=${namespace}`, headers: { host: namespace } },
      { path: `/items/${encodeURIComponent(`${namespace}/k`)}` },
      { path: `/items/..%2F${encodeURIComponent(namespace)}%2Fk` },
      { path: `/items?prefix=&namespace=${namespace}`, headers: cookie },
      { socketPath: lease.mount.hostSocketPath },
      { method: 'PUT', headers: cookie, body: '"forged"' },
      { method: 'DELETE', headers: cookie },
    ];
    const answers: unknown[] = [];
    for (const wish of tries) answers.push(...(await ask('attacker', wish, EVERY_SIDE)));
    expect(answers).toHaveLength(2 * tries.length);
    expect(answers.join()).not.toContain('secret');
    expect(answers.slice(10, 12)).toEqual(['ENOENT', 'ENOENT']);
    expect(await ask('victim', {}, { sides: ['function'] })).toEqual(['200 "secret"']);
  });
});
