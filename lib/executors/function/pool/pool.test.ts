import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { InstanceSnapshot, Invocation } from '#lib/domain/execution/executor.ts';
import { prepareBundle } from '../../source/prepare.ts';
import { createFunctionExecutor } from '../function-executor.ts';
import { eventually, requestOf, specOf } from '../testing/support.ts';

const executor = createFunctionExecutor();
afterAll(() => executor[Symbol.asyncDispose]());

const COUNTER = 'let n = 0; export const handler = () => { n += 1; return { n }; };';
const SLEEPER =
  'export const handler = (event) => new Promise((done) => setTimeout(() => done({}), Number(event.body)));';
const bodyOf = ({ body }: Invocation): unknown => JSON.parse(body ?? 'null');

describe('cold and warm', () => {
  it('the first request is cold, the second meets the same environment with its state', async () => {
    await using deployment = await executor.deploy(specOf(COUNTER));
    const first = await deployment.invoke(requestOf());
    const second = await deployment.invoke(requestOf());
    expect(first).toMatchObject({ outcome: 'ok', status: 200, cold: true, side: 'function', problem: null });
    expect(first.init).toBeGreaterThan(0);
    expect(first.billed).toBe(Math.ceil(first.init + first.handler));
    expect(second).toMatchObject({ cold: false, init: 0, instanceId: first.instanceId });
    expect(second.billed).toBe(Math.ceil(second.handler));
    expect([bodyOf(first), bodyOf(second)]).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('state is gone with its environment', async () => {
    await using deployment = await executor.deploy(specOf(COUNTER));
    const first = await deployment.invoke(requestOf());
    expect(await deployment.kill(first.instanceId ?? '')).toBe(true);
    expect(await deployment.kill(first.instanceId ?? '')).toBe(false);
    const second = await deployment.invoke(requestOf());
    expect(second.cold).toBe(true);
    expect(bodyOf(second)).toEqual({ n: 1 });
  });

  it('counts the CPU time of environments that live and of those that have gone', async () => {
    const busy =
      'export const handler = (event) => { const end = Date.now() + 150; while (Date.now() < end); return 1; };';
    await using deployment = await executor.deploy(specOf(busy, { memory: 1769 }));
    const used = async () => (await deployment.usage?.())?.total.cpuTime ?? Number.NaN;
    const { instanceId } = await deployment.invoke(requestOf());
    const living = await used();
    expect(living).toBeGreaterThan(20);
    await deployment.kill(instanceId ?? '');
    expect(await used()).toBeGreaterThanOrEqual(living);
    await deployment.invoke(requestOf());
    expect(await used()).toBeGreaterThan(living + 20);
    expect((await deployment.usage?.())?.total.memoryPeak).toBeGreaterThan(1e6);
  });

  it('two deployments share nothing', async () => {
    await using one = await executor.deploy(specOf(COUNTER));
    await using two = await executor.deploy(specOf(COUNTER));
    await one.invoke(requestOf());
    expect(bodyOf(await two.invoke(requestOf()))).toEqual({ n: 1 });
    expect(one.build.digest).toBe(two.build.digest);
  });

  it('passes event, context, environment and headers', async () => {
    const code = `export const handler = (event, context) => ({ statusCode: 418, headers: { a: 'b' }, body: JSON.stringify({
      path: event.rawPath, method: event.requestContext.http.method, q: event.queryStringParameters, h: event.headers.x,
      body: event.body, id: context.awsRequestId, name: context.functionName, memory: context.memoryLimitInMB, env: process.env.GREETING }) });`;
    await using deployment = await executor.deploy(specOf(code, { environment: { GREETING: 'hé "$(id)"' } }));
    const request = requestOf({ method: 'PUT', path: '/a?b=c', headers: { X: 'y' }, body: 'text' });
    const invocation = await deployment.invoke(request);
    expect(invocation.status).toBe(418);
    expect(bodyOf(invocation)).toEqual({
      ...{ path: '/a', method: 'PUT', q: { b: 'c' }, h: 'y', body: 'text' },
      ...{ id: request.requestId, name: 'test', memory: '256', env: 'hé "$(id)"' },
    });
  });

  it('is frozen between invocations: timers of earlier work do not run meanwhile', async () => {
    const code = `let ticks = 0; let started = false;
      export const handler = () => { if (!started) { started = true; setInterval(() => { ticks += 1; }, 1); } return ticks; };`;
    await using deployment = await executor.deploy(specOf(code));
    await deployment.invoke(requestOf());
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(Number((await deployment.invoke(requestOf())).body)).toBeLessThan(5);
  });

  it('is frozen as a whole: threads and child processes stand still too', async () => {
    const code = `import { spawn } from 'node:child_process';
      import { readFileSync } from 'node:fs';
      import { Worker } from 'node:worker_threads';
      const ticks = new BigInt64Array(new SharedArrayBuffer(8));
      new Worker('const t = new BigInt64Array(require("node:worker_threads").workerData); setInterval(() => { t[0] += 1n; }, 1)', { eval: true, workerData: ticks.buffer });
      spawn(process.execPath, ['-e', 'let n = 0; setInterval(() => require("fs").writeFileSync("/tmp/n", String(n += 1)), 1)'], { stdio: 'ignore' });
      const child = () => { try { return Number(readFileSync('/tmp/n', 'utf8')); } catch { return 0; } };
      export const handler = async () => { const at = [Number(ticks[0]), child()]; await new Promise((r) => setTimeout(r, 300)); return [at, [Number(ticks[0]), child()]]; };`;
    await using deployment = await executor.deploy(specOf(code, { memory: 1_769 }));
    const [, before] = bodyOf(await deployment.invoke(requestOf())) as number[][];
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const [resumed, after] = bodyOf(await deployment.invoke(requestOf())) as number[][];
    for (const n of [0, 1]) {
      expect(after?.[n]).toBeGreaterThan((resumed?.[n] ?? 0) + 20);
      expect((resumed?.[n] ?? 0) - (before?.[n] ?? 0)).toBeLessThan(100);
    }
  });
});

describe('code as users write it', () => {
  const entry = 'src/handler.ts';
  const typescript = [
    {
      path: entry,
      content:
        "import { greet, type Name } from './greet.ts';\nexport const main = async (event: { body: Name }) => greet(event.body);",
    },
    {
      path: 'src/greet.ts',
      content: "export type Name = string;\nexport const greet = (name: Name): string => 'hello ' + name;",
    },
  ];
  const commonjs = [{ path: 'h.js', content: "exports.main = async (event) => 'hello ' + event.body;" }];

  it.each([
    ['TypeScript in two files', { entry, handler: 'main', files: typescript }],
    ['CommonJS', { entry: 'h.js', handler: 'main', files: commonjs }],
  ])('%s runs without a word of warning', async (_name, code) => {
    await using deployment = await executor.deploy(specOf('', { bundle: await prepareBundle(code) }));
    const invocation = await deployment.invoke(requestOf({ body: 'you' }));
    expect(invocation).toMatchObject({ outcome: 'ok', body: 'hello you', log: '' });
  });
});

describe('one request per environment', () => {
  it('as many at once as are sent need as many environments', async () => {
    await using deployment = await executor.deploy(specOf(SLEEPER));
    const all = await Promise.all(
      Array.from({ length: 8 }, () => deployment.invoke(requestOf({ body: '300' }))),
    );
    expect(all.map(({ outcome }) => outcome)).toEqual(Array(8).fill('ok'));
    expect(new Set(all.map(({ instanceId }) => instanceId)).size).toBe(8);
    expect(all.every(({ cold }) => cold)).toBe(true);
    expect(deployment.instances().filter(({ state }) => state === 'idle')).toHaveLength(8);
  });

  it('beyond the limit a request is throttled, and the others go on', async () => {
    await using deployment = await executor.deploy(specOf(SLEEPER, { maxConcurrency: 2 }));
    const all = await Promise.all(
      Array.from({ length: 5 }, () => deployment.invoke(requestOf({ body: '200' }))),
    );
    expect(all.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'throttled', 'throttled', 'throttled']);
    expect(all[4]).toMatchObject({ status: 429, instanceId: null, cold: false, init: 0, billed: 0 });
  });

  it('takes the environment used last, so the others can be reaped', async () => {
    await using deployment = await executor.deploy(specOf(SLEEPER));
    const slow = deployment.invoke(requestOf({ body: '250' }));
    await deployment.invoke(requestOf({ body: '1' }));
    const last = (await slow).instanceId;
    for (let i = 0; i < 3; i += 1) {
      expect((await deployment.invoke(requestOf({ body: '1' }))).instanceId).toBe(last);
    }
  });
});

describe('life of environments', () => {
  it('scales to zero after the keep-alive and tells who listens', async () => {
    await using deployment = await executor.deploy(specOf(COUNTER, { keepAlive: 100 }));
    const seen: string[] = [];
    const stop = deployment.subscribe((all: readonly InstanceSnapshot[]) =>
      seen.push(all.map(({ state }) => state).join()),
    );
    await deployment.invoke(requestOf());
    await eventually(() => deployment.instances().length === 0, 'scale to zero');
    stop();
    expect(seen).toEqual(expect.arrayContaining(['starting', 'busy', 'idle', 'stopping', 'stopped', '']));
    expect((await deployment.invoke(requestOf())).cold).toBe(true);
  });

  it('a request that was cancelled ends with its environment', async () => {
    await using deployment = await executor.deploy(specOf(SLEEPER));
    await deployment.invoke(requestOf({ body: '1' }));
    const controller = new AbortController();
    const running = deployment.invoke(requestOf({ body: '9000' }), controller.signal);
    controller.abort();
    expect((await running).outcome).toBe('cancelled');
    expect((await deployment.invoke(requestOf({ body: '1' }), controller.signal)).outcome).toBe('cancelled');
    expect((await deployment.invoke(requestOf({ body: '1' }))).cold).toBe(true);
  });

  it('killing a busy environment answers its request', async () => {
    await using deployment = await executor.deploy(specOf(SLEEPER));
    await deployment.invoke(requestOf({ body: '1' }));
    const running = deployment.invoke(requestOf({ body: '9000' }));
    await deployment.kill(deployment.instances()[0]?.id ?? '');
    expect(await running).toMatchObject({ outcome: 'exited', problem: { code: 'environment-killed' } });
  });

  it('snapshots say what an environment is doing', async () => {
    await using deployment = await executor.deploy(specOf(SLEEPER));
    await deployment.invoke(requestOf({ body: '1' }));
    expect(deployment.instances()).toEqual([
      expect.objectContaining({ state: 'idle', served: 1, inFlight: 0, side: 'function' }),
    ]);
    const running = deployment.invoke(requestOf({ body: '100' }));
    expect(deployment.instances()[0]).toMatchObject({ state: 'busy', inFlight: 1 });
    await running;
  });

  it('answers after disposal without starting anything', async () => {
    const deployment = await executor.deploy(specOf(COUNTER));
    await deployment[Symbol.asyncDispose]();
    expect((await deployment.invoke(requestOf())).outcome).toBe('unavailable');
    expect(deployment.instances()).toEqual([]);
  });
});

describe('services', () => {
  it('a service outside is reached through its socket and through nothing else', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'service-'));
    chmodSync(directory, 0o711);
    const hostSocketPath = join(directory, 'slow.sock');
    const server = createServer((_request, response) => response.end('from outside'));
    await new Promise<void>((resolve) => server.listen(hostSocketPath, resolve));
    chmodSync(hostSocketPath, 0o666);
    const code = `import { request } from 'node:http';
      export const handler = () => new Promise((done, fail) => request({ socketPath: process.env.SLOW_API_SOCKET, path: '/' }, async (r) => {
        let text = process.env.SLOW_API_SOCKET + ' '; for await (const c of r) text += c; done(text); }).on('error', fail).end());`;
    try {
      await using deployment = await executor.deploy(
        specOf(code, { services: [{ name: 'slow-api', hostSocketPath }] }),
      );
      expect((await deployment.invoke(requestOf())).body).toBe('/run/services/slow-api.sock from outside');
    } finally {
      server.close();
      rmSync(directory, { recursive: true });
    }
  });
});
