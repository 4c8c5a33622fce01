import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { pythonRuntime } from '../../host/python.ts';
import { ReplicaClient } from '../replica/client.ts';
import { requestTo, until } from '../testing/fixture.ts';

const directory = mkdtempSync(join(tmpdir(), 'cp-'));
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const { program } = await pythonRuntime();
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

let modules = 0;

/** The wrapper outside any container, as a developer would run it. */
function start(code: string, environment: Record<string, string>): ChildProcess {
  modules += 1;
  writeFileSync(join(directory, `h${modules}.py`), code);
  const base = {
    NODE_ENV: 'test' as const,
    CROSSOVER_RUNTIME_DIRECTORY: path('../../source/python'),
    CROSSOVER_TASK: directory,
    CROSSOVER_ENTRY: `h${modules}.py`,
    CROSSOVER_HANDLER: 'handler',
  };
  const child = spawn(program, ['-I', '-B', '-X', 'utf8', path('./server.py')], {
    env: { ...base, ...environment },
    stdio: 'pipe',
  });
  children.push(child);
  return child;
}

async function onSocket(code: string, environment: Record<string, string> = {}) {
  const socketPath = join(directory, `${modules}.sock`);
  const child = start(code, { CROSSOVER_LISTEN: socketPath, ...environment });
  await until('the socket', () => existsSync(socketPath));
  return { child, socketPath, client: new ReplicaClient({ socketPath }, 4) };
}

const exitCode = async (child: ChildProcess): Promise<number | null> =>
  child.exitCode ?? ((await once(child, 'exit'))[0] as number | null);

/** Everything that comes back for these bytes until the connection ends. */
async function say(socketPath: string, ...pieces: string[]): Promise<string> {
  const socket = connect(socketPath);
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1');
  });
  for (const piece of pieces) {
    socket.write(piece, 'latin1');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (!socket.closed) await once(socket, 'close');
  return heard;
}

const signal = AbortSignal.timeout(120_000);
const ECHO = `def handler(event, context):
    return {'statusCode': 200, 'body': event.get('body', 'none')}`;

describe('the wrapper in Python', () => {
  it('serves on PORT without any executor and loads its code at once', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as { port: number };
    await new Promise((resolve) => probe.close(resolve));
    start("def handler(event, context): return 'on a port'", { PORT: String(port) });
    const address = `http://127.0.0.1:${port}`;
    await until(
      'readiness',
      async () => (await fetch(`${address}/.crossover/ready`).catch(() => null))?.status === 200,
    );
    const answer = await fetch(`${address}/any?path=1`);
    expect(await answer.text()).toBe('on a port');
    expect(Number(answer.headers.get('x-crossover-handler-ms'))).toBeGreaterThanOrEqual(0);
    const head = await fetch(`${address}/`, { method: 'HEAD' });
    expect([await head.text(), head.headers.get('content-length')]).toEqual(['', '9']);
  });

  it('loads no code before the first request, then says when it is ready', async () => {
    const mark = join(directory, 'mark');
    const code = `import os, signal
signal.signal(signal.SIGUSR1, lambda *_: None)  # Only the main thread may.
open(os.environ['MARK'], 'w').close()
def handler(event, context): return 1`;
    const { client } = await onSocket(code, { MARK: mark });
    expect(existsSync(mark)).toBe(false);
    expect(await client.ready(30_000, signal)).toBeNull();
    expect(existsSync(mark)).toBe(true);
    await client.close();
  });

  it('is not ready while the code loads, and says why it cannot be loaded', async () => {
    const slow = await onSocket('import time\ntime.sleep(1e6)');
    expect(await slow.client.ready(10, signal)).toMatchObject({ message: 'The code is still loading.' });
    await slow.client.close();
    const broken = await onSocket('def handler(:');
    expect(await broken.client.ready(30_000, signal)).toMatchObject({
      code: 'init-error',
      message: expect.stringContaining('SyntaxError'),
    });
    const answer = await broken.client.send(requestTo(), signal);
    expect(answer).toMatchObject({ status: 500, problem: { code: 'init-error' } });
    await broken.client.close();
  });

  it('a module of the user may have the name of one of ours', async () => {
    writeFileSync(join(directory, 'handler_runtime.py'), 'answer = 42');
    writeFileSync(join(directory, 'http_wire.py'), 'answer = 43');
    const code = `import handler_runtime, http_wire
def handler(event, context): return [handler_runtime.answer, http_wire.answer]`;
    const { client } = await onSocket(code);
    expect((await client.send(requestTo(), signal)).body).toBe('[42,43]');
    await client.close();
  });

  it('reads bodies of a known length and in chunks, also in small pieces', async () => {
    const { client, socketPath } = await onSocket(ECHO);
    const chunked = 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n';
    expect(
      await say(socketPath, chunked, '3\r\nabc\r', '\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n', '\r\n'),
    ).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nabcde$/);
    const waits = 'POST / HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: 2\r\nconnection: close\r\n\r\n';
    expect(await say(socketPath, waits, 'ok')).toMatch(
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[\s\S]*ok$/,
    );
    const two = 'GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.0\r\n\r\n';
    expect((await say(socketPath, two)).match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    await client.close();
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['another version', 'GET / HTTP/2.0\r\n\r\n'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nnonsense\r\n\r\n'],
    ['a name with a space', 'GET / HTTP/1.1\r\na b: c\r\n\r\n'],
    ['a folded header', 'GET / HTTP/1.1\r\na: b\r\n c\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['an unknown coding', 'POST / HTTP/1.1\r\ntransfer-encoding: gzip, chunked\r\n\r\n'],
    ['a length that is none', 'POST / HTTP/1.1\r\ncontent-length: +1\r\n\r\na'],
    ['a chunk that is none', 'POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n\r\n'],
    ['a chunk that is longer', 'POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n'],
    ['an endless head', `GET / HTTP/1.1\r\na: ${'x'.repeat(70_000)}`],
  ])('refuses %s and ends the connection', async (_name, text) => {
    const { client, socketPath } = await onSocket(ECHO);
    expect(await say(socketPath, text)).toMatch(/^HTTP\/1\.1 400 [\s\S]*\r\n\r\n$/);
    expect((await client.send(requestTo(), signal)).body).toBe('none');
    await client.close();
  });

  it('refuses a body above 6 MiB', async () => {
    const { client, socketPath } = await onSocket(ECHO);
    const body = 'x'.repeat(6 * 1024 * 1024 + 1);
    const answer = await client.send(requestTo('/', { method: 'POST', body }), signal);
    expect(answer).toMatchObject({ status: 413, problem: { message: 'The body is too large.' } });
    const endless = 'POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n7fffffff\r\n';
    const socket = connect(socketPath);
    socket.write(endless);
    const [heard] = await once(socket, 'data');
    expect(String(heard)).toMatch(/^HTTP\/1\.1 413/);
    socket.destroy();
    await client.close();
  });

  it('lets the requests in flight end after SIGTERM, then ends itself', async () => {
    const code = `import time
def handler(event, context):
    time.sleep(0.3)
    return 'late'`;
    const { child, client } = await onSocket(code);
    await client.ready(30_000, signal);
    const waiting = client.send(requestTo(), signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill('SIGTERM');
    expect((await waiting).body).toBe('late');
    await client.close();
    expect(await exitCode(child)).toBe(0);
  });

  it('ends when its standard input closes, so that it never outlives its owner', async () => {
    const { child, client } = await onSocket(ECHO, { CROSSOVER_WATCH_STDIN: '1' });
    await client.ready(30_000, signal);
    child.stdin?.end();
    expect(await exitCode(child)).toBe(0);
    await client.close();
  });

  it('a client that breaks off in the middle of its body harms nobody', async () => {
    const { client, socketPath } = await onSocket(ECHO);
    const socket = connect(socketPath);
    socket.write('POST / HTTP/1.1\r\ncontent-length: 100\r\n\r\nhalf');
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    expect((await client.send(requestTo(), signal)).body).toBe('none');
    await client.close();
  });
});
