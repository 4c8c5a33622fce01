import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '#lib/domain/execution/executor.ts';
import { createFunctionExecutor } from '../function-executor.ts';
import { specOf } from '../testing/support.ts';
import { type Gateway, openGateway } from './gateway.ts';

const SLOW = 800;
const CODE = `let n = 0; export const handler = async (event) => {
  n += 1;
  if (event.rawPath === '/slow') await new Promise((done) => setTimeout(done, ${SLOW}));
  if (event.rawPath === '/long') await new Promise((done) => setTimeout(done, ${6 * SLOW}));
  n += 100;
  return { statusCode: 200, body: String(n) };
};`;

const executor = createFunctionExecutor();
let deployment: Deployment;
let gateway: Gateway;
beforeAll(async () => {
  deployment = await executor.deploy(specOf(CODE, { maxConcurrency: 1, timeout: 10_000 }));
  gateway = await openGateway(deployment);
});
afterEach(async () => {
  await Promise.all(deployment.instances().map(({ id }) => deployment.kill(id)));
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

const states = (): string[] => deployment.instances().map(({ state }) => state);
async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what(); tries++) {
    if (tries > 2000) throw new Error(`It did not become so: ${states()}`);
    await sleep(5);
  }
}

const PLAIN = 'GET /slow HTTP/1.1\r\nHost: a\r\n\r\n';
const LONG = 'GET /long HTTP/1.1\r\nHost: a\r\n\r\n';
const BY_NODE = 'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi';

describe.each([
  ['a plain request', PLAIN],
  ['one that Node reads', BY_NODE],
])('a client that hangs up in the middle of %s', (_what, request) => {
  it('is let go before the answer; the invocation goes on, and its environment is there for the next', async () => {
    // Warm: the environment starts before anybody could hang up.
    expect(await (await fetch(gateway.url)).text()).toBe('101');
    await until(() => states().join() === 'idle');
    const client = connect({ port: Number(new URL(gateway.url).port), host: '127.0.0.1' });
    let heard = '';
    client.on('data', (chunk) => {
      heard += chunk;
    });
    client.write(request);
    await until(() => states().join() === 'busy');
    client.end();
    // Our side ends the connection as well, while the function is still at it.
    await once(client, 'close');
    expect(states()).toEqual(['busy']);
    expect(heard).toBe('');
    // One environment at most: the place is taken until the invocation has ended.
    expect((await fetch(gateway.url)).status).toBe(429);
    await until(() => states().join() === 'idle');
    expect(await (await fetch(gateway.url)).text()).toBe('303');
    const [instance] = deployment.instances();
    expect(instance?.served).toBe(3);
  });
});

it('ten clients that hang up leave ten invocations that end, and a gateway that closes at once', async () => {
  const many = await executor.deploy(specOf(CODE, { maxConcurrency: 10, timeout: 10_000 }));
  const own = await openGateway(many);
  const busy = (): number => many.instances().filter(({ state }) => state === 'busy').length;
  // Ten cold starts on a busy machine take seconds: the clients hang up once all ten are at it, not after a time.
  const clients = Array.from({ length: 10 }, () => {
    const client = connect({ port: Number(new URL(own.url).port), host: '127.0.0.1' });
    client.on('error', () => {});
    client.write(LONG);
    return client;
  });
  await until(() => busy() === 10);
  for (const client of clients) client.resetAndDestroy();
  await own[Symbol.asyncDispose]();
  await until(() => busy() === 0);
  expect(many.instances().map(({ served, state }) => `${served} ${state}`)).toEqual(Array(10).fill('1 idle'));
  await many[Symbol.asyncDispose]();
});
