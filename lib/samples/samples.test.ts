import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessLockIn } from '#lib/domain/lock-in/assess.ts';
import { memoryStore } from '#lib/executors/services/key-value-store.ts';
import { createSlowService } from '#lib/executors/services/slow-service.ts';
import type { Service } from '#lib/executors/services/socket-server.ts';
import { createStoreService } from '#lib/executors/services/store-service.ts';
import { prepareBundle, strippedSources } from '#lib/executors/source/prepare.ts';
import { answer, type PostStore } from './blog/blog.ts';
import { openStore } from './blog/store.ts';
import { handler as hash } from './cpu/handler.ts';
import { listSamples, loadSample } from './load.ts';
import { handler as wait } from './slow-service/handler.ts';

describe('every sample', () => {
  it.each(listSamples().map(({ slug, workload }) => [slug, workload] as const))(
    '%s can be deployed',
    async (_, workload) => {
      expect((await prepareBundle(workload.code)).files.length).toBeGreaterThanOrEqual(
        workload.code.files.length,
      );
    },
  );

  it('reads as code for the lock-in assessment: the blog binds only its wrapper', async () => {
    const { findings, filesRead, sentence } = assessLockIn(await strippedSources(loadSample('blog').code));
    expect(filesRead).toBe(4);
    expect(sentence).not.toContain('Not read');
    expect(new Set(findings.map((finding) => finding.file))).toEqual(new Set(['handler.ts']));
  });
});

describe('blog', () => {
  let service: Service;
  let store: PostStore;
  beforeAll(async () => {
    service = await createStoreService({ store: memoryStore() });
    store = openStore(service.mount.hostSocketPath);
  });
  afterAll(() => service[Symbol.asyncDispose]());
  const ask = (method: string, path: string, body = '') => answer({ method, path, body }, store);
  const create = (title: unknown, text?: unknown) => ask('POST', '/posts', JSON.stringify({ title, text }));

  it('creates, lists, reads and deletes over the real store', async () => {
    expect(await ask('GET', '/posts/hello-world')).toMatchObject({ status: 404 });
    const post = { id: 'hello-world', title: 'Hello, World!', text: 'Äöü "quoted"' };
    expect(await create(post.title, post.text)).toEqual({ status: 201, value: post });
    expect(await ask('GET', '/posts/hello-world')).toEqual({ status: 200, value: post });
    expect(await ask('GET', '/posts')).toEqual({ status: 200, value: [{ id: post.id, title: post.title }] });
    expect(await ask('DELETE', '/posts/hello-world')).toEqual({ status: 204, value: null });
    expect(await ask('DELETE', '/posts/hello-world')).toMatchObject({ status: 404 });
  });

  it('keeps no second copy of a post with the same title', async () => {
    await create('Draft', 'one');
    await create('Draft', 'two');
    expect(await ask('GET', '/posts/draft')).toMatchObject({ value: { text: 'two' } });
  });

  it.each([
    ['POST', '/posts', 'no json', 400],
    ['POST', '/posts', '{"text":"x"}', 400],
    ['POST', '/posts', '{"title":"!!!"}', 400],
    ['POST', '/posts', '{"title":"a","text":1}', 400],
    ['PUT', '/posts', '', 405],
    ['PATCH', '/posts/x', '', 405],
    ['GET', '/', '', 404],
    ['GET', '/posts/a/b', '', 404],
    ['GET', '/posts/..%2Fsecret', '', 404],
  ])('%s %s %s is answered with %d', async (method, path, body, status) =>
    expect((await ask(method, path, body)).status).toBe(status),
  );

  it('answers as an API Gateway function', async () => {
    process.env.STORE_SOCKET = service.mount.hostSocketPath;
    const { handler } = await import('./blog/handler.ts');
    await create('Welcome', 'x');
    const result = await handler({ rawPath: '/posts/welcome', requestContext: { http: { method: 'GET' } } });
    expect(result).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(result.body)).toMatchObject({ id: 'welcome' });
  });

  it('answers every request of its workload.json well', async () => {
    const { requests } = loadSample('blog').trigger;
    for (const request of requests) {
      const { status } = await ask(request.method, request.path, request.body);
      expect(status, `${request.method} ${request.path}`).toBeLessThan(500);
    }
  });

  it('goes on when a kept connection was closed meanwhile', async () => {
    const path = join(tmpdir(), `crossover-stale-${process.pid}.sock`);
    // Answers one request of each connection and cuts it off at the second.
    const served = new WeakSet<object>();
    const server = createServer((request, reply) => {
      if (served.has(request.socket)) return void request.socket.destroy();
      served.add(request.socket);
      reply.end('{"items":[]}');
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const list = () => answer({ method: 'GET', path: '/posts', body: '' }, stale);
    const stale = openStore(path);
    expect([await list(), await list(), await list()].map((one) => one.status)).toEqual([200, 200, 200]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('fails with what the store said, not in silence', async () => {
    const broken = openStore('/nowhere/store.sock');
    await expect(answer({ method: 'GET', path: '/posts', body: '' }, broken)).rejects.toThrow('ENOENT');
  });
});

describe('cpu', () => {
  it('gives the same digest for the same text, another for another', async () => {
    const run = async (text: string) => (await hash({ queryStringParameters: { text } })).body;
    expect(await run('a')).toBe(await run('a'));
    expect(await run('a')).not.toBe(await run('b'));
    expect(JSON.parse((await hash({})).body).digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('slow-service', () => {
  it('passes on what the service says', async () => {
    const service = await createSlowService({ delayMs: 5 });
    process.env.SLOW_SOCKET = service.mount.hostSocketPath;
    expect(JSON.parse((await wait()).body)).toEqual({ delayMs: 5 });
    await service[Symbol.asyncDispose]();
    await expect(wait()).rejects.toThrow();
  });
});
