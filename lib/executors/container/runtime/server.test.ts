import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { ReplicaClient } from '../replica/client.ts';
import { requestTo, until } from '../testing/fixture.ts';

const directory = mkdtempSync(join(tmpdir(), 'cw-'));
const server = fileURLToPath(new URL('./server.cjs', import.meta.url));
const runtime = fileURLToPath(new URL('../../source/handler-runtime.mjs', import.meta.url));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** The wrapper outside any container, as a developer would run it. */
function start(code: string, environment: Record<string, string>): ChildProcess {
  writeFileSync(join(directory, 'h.mjs'), code);
  const base = {
    NODE_ENV: 'test' as const,
    CROSSOVER_HANDLER_RUNTIME: runtime,
    CROSSOVER_TASK: directory,
    CROSSOVER_ENTRY: 'h.mjs',
    CROSSOVER_HANDLER: 'handler',
  };
  const child = spawn(process.execPath, [server], { env: { ...base, ...environment }, stdio: 'pipe' });
  children.push(child);
  return child;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', () => resolve()));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function onSocket(code: string, environment: Record<string, string> = {}) {
  const socketPath = join(directory, `${children.length}-${Math.floor(performance.now())}.sock`);
  const child = start(code, { CROSSOVER_LISTEN: socketPath, ...environment });
  await until('the socket', () => existsSync(socketPath));
  return { child, socketPath, client: new ReplicaClient({ socketPath }, 4) };
}

const exitCode = (child: ChildProcess): Promise<number | null> =>
  child.exitCode === null
    ? new Promise((resolve) => child.once('exit', resolve))
    : Promise.resolve(child.exitCode);
const signal = AbortSignal.timeout(120_000);

describe('wrapper', () => {
  it('serves on PORT without any executor and loads its code at once', async () => {
    const port = await freePort();
    start("export const handler = () => 'on a port';", { PORT: String(port) });
    const address = `http://127.0.0.1:${port}`;
    await until(
      'readiness',
      async () => (await fetch(`${address}/.crossover/ready`).catch(() => null))?.status === 200,
    );
    const answer = await fetch(`${address}/any?path=1`);
    expect(await answer.text()).toBe('on a port');
    expect([...answer.headers.keys()].filter((name) => name.startsWith('x-crossover-'))).toEqual([]);
    const told = await fetch(address, { headers: { 'x-crossover-request-id': '1' } });
    expect(Number(told.headers.get('x-crossover-handler-ms'))).toBeGreaterThan(0);
    expect(told.headers.get('x-crossover-printed')).toBe('0');
  });

  it('loads no code before the first request, then says when it is ready', async () => {
    const { client } = await onSocket(
      "import { writeFileSync } from 'node:fs'; writeFileSync(process.env.MARK, ''); export const handler = () => 1;",
      {
        MARK: join(directory, 'mark'),
      },
    );
    expect(existsSync(join(directory, 'mark'))).toBe(false);
    expect(await client.ready(30_000, signal)).toBeNull();
    expect(existsSync(join(directory, 'mark'))).toBe(true);
    await client.close();
  });

  it('is not ready while the code loads, and says why it cannot be loaded', async () => {
    const slow = await onSocket(
      'await new Promise((r) => setInterval(r, 1e8)); export const handler = () => 1;',
    );
    expect(await slow.client.ready(10, signal)).toMatchObject({ message: 'The code is still loading.' });
    await slow.client.close();
    const broken = await onSocket('export const handler = (;');
    expect(await broken.client.ready(30_000, signal)).toMatchObject({
      code: 'init-error',
      message: expect.stringContaining('SyntaxError'),
    });
    const answer = await broken.client.send(requestTo(), signal);
    expect(answer).toMatchObject({ status: 500, problem: { code: 'init-error' } });
    await broken.client.close();
  });

  it('refuses a body above 6 MiB', async () => {
    const { client } = await onSocket('export const handler = () => 1;');
    const body = 'x'.repeat(6 * 1024 * 1024 + 1);
    const answer = await client.send(requestTo('/', { method: 'POST', body }), signal);
    expect(answer).toMatchObject({ status: 413, problem: { message: 'The body is too large.' } });
    await client.close();
  });

  it('lets the requests in flight end after SIGTERM, then ends itself', async () => {
    const { child, client } = await onSocket(
      'export const handler = () => new Promise((resolve) => setTimeout(() => resolve("late"), 300));',
    );
    await client.ready(30_000, signal);
    const waiting = client.send(requestTo(), signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill('SIGTERM');
    expect((await waiting).body).toBe('late');
    await client.close();
    expect(await exitCode(child)).toBe(0);
  });

  it('ends when its standard input closes, so that it never outlives its owner', async () => {
    const { child, client } = await onSocket('export const handler = () => 1;', {
      CROSSOVER_WATCH_STDIN: '1',
    });
    await client.ready(30_000, signal);
    child.stdin?.end();
    expect(await exitCode(child)).toBe(0);
    await client.close();
  });

  it('a client that breaks off in the middle of its body harms nobody', async () => {
    const { client, socketPath } = await onSocket('export const handler = (event) => event.body ?? "none";');
    const broken = connect(socketPath);
    broken.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 8\r\n\r\nhalf');
    await new Promise((resolve) => setTimeout(resolve, 100));
    broken.destroy();
    expect((await client.send(requestTo(), signal)).body).toBe('none');
    await client.close();
  });
});
