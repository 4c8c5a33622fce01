import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment, InstanceSnapshot } from '#lib/domain/execution/executor.ts';
import { memoryStore } from '../../services/key-value-store.ts';
import { createSlowService } from '../../services/slow-service.ts';
import { createStoreService } from '../../services/store-service.ts';
import { ask, call, type Stage } from './fixture.ts';

const COUNTER = `
let count = 0, atOnce = 0, most = 0;
const met = Promise.withResolvers();
export const handler = async (event, context) => {
  count += 1; atOnce += 1; most = Math.max(most, atOnce);
  if (event.rawPath === '/wait') await new Promise((resolve) => setTimeout(resolve, 200));
  if (event.rawPath === '/meet') {
    if (atOnce === Number(event.rawQueryString)) met.resolve();
    await met.promise;
  }
  if (event.rawPath === '/print') { console.log('out', event.rawQueryString); console.error('err'); }
  if (event.rawPath === '/fake') return { statusCode: 201, headers: {
    'x-crossover-handler-ms': '99999', 'x-crossover-outcome': 'timeout', 'content-length': '1',
    'transfer-encoding': 'chunked', connection: 'close' }, body: 'whole' };
  if (event.rawPath === '/bytes') return { statusCode: 200, isBase64Encoded: true, body: 'AP8=' };
  atOnce -= 1;
  return { count, most, event, id: context.awsRequestId, left: context.getRemainingTimeInMillis(), env: process.env };
};`;

/** What a working handler meets. */
export function serving(stage: () => Stage): void {
  describe('serving', () => {
    let one: Deployment;
    beforeAll(async () => {
      one = await stage().deploy(COUNTER, { environment: { GREETING: 'hello' } });
    });
    afterAll(() => one[Symbol.asyncDispose]());

    it('says what it built and is ready when deploy resolves', () => {
      expect(one.build.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(one.build.codeBytes).toBeGreaterThan(COUNTER.length);
      expect(one.build.baseBytes).toBeGreaterThan(50e6);
      expect(one.build.engine).toMatch(/^(runc|Docker|Podman) \d/);
      const [replica] = one.instances();
      expect(replica).toMatchObject({ side: 'container', state: 'idle', served: 0, inFlight: 0 });
      expect(replica?.init).toBeGreaterThan(0);
    });

    it('gives the handler the event and the caller its answer, warm', async () => {
      const invocation = await call(one, '/a%20b?x=1', {
        method: 'POST',
        body: '{"k":1}',
        headers: { 'X-A': 'b' },
      });
      expect(invocation).toMatchObject({
        side: 'container',
        cold: false,
        queued: 0,
        init: 0,
        outcome: 'ok',
        status: 200,
      });
      expect(invocation.billed).toBe(Math.ceil(invocation.handler));
      // Time that passed inside lies within the time that passed outside.
      expect(invocation.reported).toBeLessThanOrEqual(invocation.handler);
      const { event, id, left, env } = JSON.parse(invocation.body ?? '');
      expect(event).toMatchObject({
        rawPath: '/a%20b',
        rawQueryString: 'x=1',
        body: '{"k":1}',
        headers: { 'x-a': 'b' },
      });
      expect(event.headers).toEqual({ 'x-a': 'b' });
      expect(event.requestContext.http.method).toBe('POST');
      expect(id).toBe(invocation.requestId);
      expect(left).toBeGreaterThan(9_000);
      expect(env.GREETING).toBe('hello');
    });

    it('serves many requests at once in one process', async () => {
      const before = (await ask(one)).count;
      const answers = await Promise.all(Array.from({ length: 50 }, () => ask(one, '/meet?50')));
      expect(new Set(answers.map(({ count }) => count)).size).toBe(1);
      expect(answers[0].count).toBe(before + 50);
      expect(answers[0].most).toBe(50);
    });

    it('gives each request what was printed meanwhile', async () => {
      const { log } = await call(one, '/print?n=7');
      expect(log).toContain('out n=7');
      expect(log).toContain('err');
      expect((await call(one, '/')).log).toBe('');
    });

    it('lets the handler fake none of our own headers and break no framing', async () => {
      const answer = await call(one, '/fake');
      expect(answer).toMatchObject({ outcome: 'ok', status: 201, body: 'whole' });
      expect(answer.handler).toBeLessThan(9_000);
      expect(await call(one, '/bytes')).toMatchObject({ outcome: 'ok', base64: 'AP8=' });
    });

    it('tells listeners of every change', async () => {
      const states = new Set<string>();
      const end = one.subscribe((list: readonly InstanceSnapshot[]) => {
        for (const { state, inFlight } of list) states.add(`${state} ${inFlight > 0}`);
      });
      await call(one, '/wait');
      await new Promise((resolve) => setImmediate(resolve));
      end();
      expect([...states].sort()).toEqual(['busy true', 'idle false']);
    });

    it('ends a request that the caller gives up', async () => {
      const giveUp = new AbortController();
      const waiting = one.invoke(
        { requestId: 'x', method: 'GET', path: '/wait', headers: {}, body: null },
        giveUp.signal,
      );
      giveUp.abort();
      expect(await waiting).toMatchObject({ outcome: 'cancelled', status: null });
      expect(
        await one.invoke(
          { requestId: 'y', method: 'GET', path: '/', headers: {}, body: null },
          giveUp.signal,
        ),
      ).toMatchObject({ outcome: 'cancelled' });
    });
  });

  it('keeps state per replica and shares the load among them', async () => {
    await using two = await stage().deploy(COUNTER, { replicas: 2 });
    const answers = await Promise.all(Array.from({ length: 40 }, () => call(two, '/meet?20')));
    const served = new Map<string | null, number>();
    for (const { instanceId } of answers) served.set(instanceId, (served.get(instanceId) ?? 0) + 1);
    expect([...served.values()]).toEqual([20, 20]);
    const most = Math.max(...answers.map(({ body }) => JSON.parse(body ?? '').most));
    expect(most).toBe(20);
  });

  it('lets requests wait when a replica is full, and throttles beyond the queue', async () => {
    await using full = await stage().deploy(COUNTER);
    const answers = await Promise.all(Array.from({ length: 1_210 }, () => call(full, '/wait')));
    const outcomes = Map.groupBy(answers, ({ outcome }) => outcome);
    expect(outcomes.get('throttled')).toHaveLength(10);
    expect(outcomes.get('ok')).toHaveLength(1_200);
    expect(outcomes.get('ok')?.filter(({ queued, cold }) => queued > 0 && !cold)).toHaveLength(1_000);
  });

  it('reaches the backing services, and only those it was given', async () => {
    const store = memoryStore();
    await using stored = await createStoreService({ store });
    await using slow = await createSlowService({ delayMs: 30 });
    const code = `
      import { request } from 'node:http'; import { readdirSync } from 'node:fs';
      const send = (socketPath, method, path, body) => new Promise((resolve, reject) => {
        const r = request({ socketPath, method, path }, async (answer) => {
          let text = ''; for await (const chunk of answer) text += chunk; resolve(text); });
        r.on('error', reject); r.end(body); });
      export const handler = async () => {
        const { STORE_SOCKET, SLOW_SOCKET } = process.env;
        await send(STORE_SOCKET, 'PUT', '/items/k', '{"v":1}');
        return { store: await send(STORE_SOCKET, 'GET', '/items/k'), slow: await send(SLOW_SOCKET, 'GET', '/'),
          there: readdirSync('/run/services') };
      };`;
    await using deployment = await stage().deploy(code, { services: [stored.mount, slow.mount] });
    expect(await ask(deployment)).toEqual({
      store: '{"v":1}',
      slow: '{"delayMs":30}',
      there: ['slow.sock', 'store.sock'],
    });
    expect(await store.get('k')).toEqual({ v: 1 });
  });

  it('loads CommonJS, several files and the same image for the same code', async () => {
    const files = [
      { path: 'main.js', content: "exports.run = () => require('./lib/name.js');" },
      { path: 'lib/name.js', content: "module.exports = 'from lib';" },
    ];
    const bundle = { entry: 'main.js', handler: 'run', files };
    await using first = await stage().deploy('', { bundle });
    await using second = await stage().deploy('', { bundle: { ...bundle, files: files.toReversed() } });
    expect((await call(first)).body).toBe('from lib');
    expect((await call(second)).body).toBe('from lib');
    expect(second.build.digest).toBe(first.build.digest);
  });
}
