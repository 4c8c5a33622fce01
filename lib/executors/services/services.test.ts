import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxGroup } from '../host/sandbox-group.ts';
import { type KeyValueStore, memoryStore } from './key-value-store.ts';
import { createSlowService } from './slow-service.ts';
import { SERVICE_LIMITS, type Service, serveOnSocket } from './socket-server.ts';
import { STORE_LIMITS } from './store-quota.ts';
import { createStoreService } from './store-service.ts';

const directory = mkdtempSync(join(tmpdir(), 'cs-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function call(service: Service, method: string, path: string, body?: string) {
  const client = new Client('http://service', { socketPath: service.mount.hostSocketPath });
  try {
    const answer = await client.request({ method, path, body: body ?? null });
    const text = await answer.body.text();
    return { status: answer.statusCode, json: text === '' ? undefined : JSON.parse(text) };
  } finally {
    await client.destroy();
  }
}

describe('store service', () => {
  let service: Service;
  let store: KeyValueStore;
  beforeAll(async () => {
    store = memoryStore();
    await store.put('seed/1', { old: true });
    service = await createStoreService({ store, directory });
  });
  afterAll(() => service[Symbol.asyncDispose]());

  it('is open to every sandbox, in a directory that no other user of the machine may enter', () => {
    const { hostSocketPath } = service.mount;
    expect(service.mount.name).toBe('store');
    expect(statSync(hostSocketPath).mode & 0o777).toBe(0o666);
    const { mode, gid } = statSync(dirname(hostSocketPath));
    expect(mode & 0o777).toBe(sandboxGroup() === null ? 0o700 : 0o710);
    expect(gid).toBe(sandboxGroup() ?? process.getgid?.());
  });

  it('keeps, lists, gives and deletes items', async () => {
    expect(await call(service, 'PUT', '/items/post%2F1', '{"title":"One"}')).toMatchObject({ status: 204 });
    expect(await call(service, 'PUT', '/items/post%2F2', '"two"')).toMatchObject({ status: 204 });
    expect(await call(service, 'GET', '/items/post%2F1')).toEqual({ status: 200, json: { title: 'One' } });
    expect(await call(service, 'GET', '/items?prefix=post&limit=1')).toEqual({
      status: 200,
      json: { items: [{ key: 'post/1', value: { title: 'One' } }], truncated: false },
    });
    expect((await call(service, 'DELETE', '/items/post%2F1')).status).toBe(204);
    expect((await call(service, 'DELETE', '/items/post%2F1')).status).toBe(404);
    expect((await call(service, 'GET', '/items/post%2F1')).status).toBe(404);
  });

  it.each([
    ['GET', '/', undefined, 404],
    ['POST', '/items/a', '1', 405],
    ['GET', '/items/', undefined, 400],
    ['GET', `/items/${'k'.repeat(201)}`, undefined, 400],
    ['GET', '/items/%00', undefined, 400],
    ['GET', '/items/%E0%A4%A', undefined, 400],
    ['GET', '/items?limit=101', undefined, 400],
    ['GET', '/items?limit=x', undefined, 400],
    ['GET', '/items?prefix=%00', undefined, 400],
    ['PUT', '/items/a', '{"open":', 400],
    ['PUT', '/items/a', JSON.stringify('x'.repeat(STORE_LIMITS.valueBytes)), 413],
  ])('refuses %s %s', async (method, path, body, status) => {
    expect((await call(service, method, path, body)).status).toBe(status);
  });

  it('cuts a list that would be too large, and says so', async () => {
    const big = JSON.stringify('x'.repeat(60_000));
    for (let n = 0; n < 20; n += 1) await call(service, 'PUT', `/items/big${n}`, big);
    const { json } = await call(service, 'GET', '/items?prefix=big&limit=100');
    expect(json.truncated).toBe(true);
    expect(json.items.length).toBeLessThan(20);
  });

  it('holds at most its number of keys, counting those from before', async () => {
    const full = memoryStore();
    for (let n = 0; n < STORE_LIMITS.keys; n += 1) await full.put(`k${n}`, n);
    await using packed = await createStoreService({ store: full, directory });
    expect((await call(packed, 'PUT', '/items/one-more', '1')).status).toBe(507);
    expect((await call(packed, 'PUT', '/items/k1', '2')).status).toBe(204);
    expect((await call(packed, 'DELETE', '/items/k1')).status).toBe(204);
    expect((await call(packed, 'PUT', '/items/one-more', '1')).status).toBe(204);
  });

  it('holds at most its total bytes', async () => {
    await using room = await createStoreService({ store: memoryStore(), directory });
    const value = JSON.stringify('x'.repeat(STORE_LIMITS.valueBytes - 2));
    const pool = new Pool('http://s', { socketPath: room.mount.hostSocketPath, connections: 8 });
    const statuses = await Promise.all(
      Array.from({ length: 1025 }, async (_, n) => {
        const answer = await pool.request({ method: 'PUT', path: `/items/${n}`, body: value });
        await answer.body.dump();
        return answer.statusCode;
      }),
    );
    await pool.destroy();
    expect(statuses.filter((status) => status === 204)).toHaveLength(1024);
    expect(statuses.filter((status) => status === 507)).toHaveLength(1);
  });

  it('answers 500 and lives on when the store fails', async () => {
    const failing: KeyValueStore = { ...memoryStore(), put: () => Promise.reject(new Error('disk')) };
    await using service = await createStoreService({ store: failing, directory });
    expect((await call(service, 'PUT', '/items/a', '1')).status).toBe(500);
    expect((await call(service, 'GET', '/items')).json).toEqual({ items: [], truncated: false });
  });

  it('survives hostile clients: garbage, half requests, endless bodies, a flood of connections', async () => {
    const path = service.mount.hostSocketPath;
    const sockets = Array.from({ length: SERVICE_LIMITS.connections + 50 }, () => {
      const socket = connect(path);
      socket.on('error', () => {});
      return socket;
    });
    await sleep(50);
    sockets[0]?.write('\0\0\0 not http\r\n\r\n');
    sockets[1]?.write('PUT /items/a HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n');
    sockets[1]?.write('x'.repeat(100_000));
    sockets[2]?.write(`GET /items HTTP/1.1\r\nhost: x\r\nbig: ${'y'.repeat(20_000)}\r\n\r\n`);
    sockets[3]?.write('GET http://[ HTTP/1.1\r\nhost: x\r\n\r\n');
    await sleep(100);
    for (const socket of sockets) socket.destroy();
    await sleep(50);
    expect((await call(service, 'GET', '/items/seed%2F1')).json).toEqual({ old: true });
  });
});

describe('any service', () => {
  it('refuses what is too much at once', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    await using service = await serveOnSocket({
      name: 'gate',
      directory,
      maxBody: 10,
      idleTimeout: 60_000,
      handle: async () => {
        await gate;
        return { status: 200, json: 'in' };
      },
    });
    const count = SERVICE_LIMITS.inFlight + 5;
    const pool = new Pool('http://s', { socketPath: service.mount.hostSocketPath, connections: count });
    let answered = 0;
    const calls = Array.from({ length: count }, async () => {
      const answer = await pool.request({ method: 'GET', path: '/' });
      await answer.body.dump();
      answered += 1;
      if (answered === 5) open();
      return answer.statusCode;
    });
    const statuses = await Promise.all(calls);
    await pool.destroy();
    expect(statuses.filter((status) => status === 503)).toHaveLength(5);
  });

  it('removes its socket and directory and drops its clients at the end', async () => {
    const service = await createSlowService({ delayMs: 60_000, directory });
    const path = service.mount.hostSocketPath;
    const waiting = call(service, 'GET', '/').then(
      () => 'answered',
      () => 'dropped',
    );
    await sleep(50);
    await service[Symbol.asyncDispose]();
    expect(await waiting).toBe('dropped');
    expect(existsSync(dirname(path))).toBe(false);
  });

  it('says so when the path is too long for a socket', async () => {
    const deep = join(directory, 'd'.repeat(100));
    await expect(createSlowService({ delayMs: 1, directory: deep })).rejects.toMatchObject({
      problem: { code: 'socket-path-too-long', owner: 'yours' },
    });
  });
});

describe('slow service', () => {
  it('answers after its delay, many at once', async () => {
    await using service = await createSlowService({ delayMs: 80, directory });
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(service, 'GET', '/')));
    expect(answers.every(({ status, json }) => status === 200 && json.delayMs === 80)).toBe(true);
    expect(performance.now() - started).toBeGreaterThanOrEqual(79);
    expect((await call(service, 'POST', '/')).status).toBe(405);
    expect((await call(service, 'GET', '/other')).status).toBe(404);
  });
});
