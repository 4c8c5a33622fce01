import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pythonRuntime } from '../../host/python.ts';
import { EXCHANGER } from '../../testing/exchanges.ts';
import { requestTo, until } from '../testing/fixture.ts';
import { wrapperContract } from './testing/contract.ts';
import { exitCode, wrapperStage } from './testing/stage.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const { program } = await pythonRuntime();

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

/** A process is what its main thread is. */
const isAsleep = (pid: number | undefined) =>
  /^State:\s+S/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

const signal = AbortSignal.timeout(120_000);
const ECHO = `def handler(event, context):
    return {'statusCode': 200, 'body': event.get('body', 'none')}`;

/** The wrapper on a machine that is so busy that it waits for half a second before it listens. */
const SLOW_TO_LISTEN = `import runpy, socket, time
listen = socket.socket.listen
socket.socket.listen = lambda *given: (time.sleep(0.5), listen(*given))
runpy.run_path(${JSON.stringify(path('./server.py'))}, run_name='__main__')`;

describe('the wrapper in Python, slow to listen', () => {
  const stage = wrapperStage({
    ending: '.py',
    command: [program, '-I', '-B', '-X', 'utf8', '-c', SLOW_TO_LISTEN],
    environment: { CROSSOVER_RUNTIME_DIRECTORY: path('../../source/python') },
  });

  it('opens its socket only when it answers there', async () => {
    const { client } = await stage.onSocket(ECHO);
    expect((await client.send(requestTo(), signal)).body).toBe('none');
    await client.close();
  });
});

/**
 * A signal that comes just before the main thread begins to wait: the interpreter knows of it, and no wait ends by it.
 * Told by a request, because the handler of the code runs in a thread.
 */
const SIGNAL_BEFORE_THE_WAIT = `import ctypes
def handler(event, context):
    ctypes.pythonapi.PyErr_SetInterruptEx(15)
    return 1`;

describe('the wrapper in Python', () => {
  const stage = wrapperStage({
    ending: '.py',
    command: [program, '-I', '-B', '-X', 'utf8', path('./server.py')],
    environment: { CROSSOVER_RUNTIME_DIRECTORY: path('../../source/python') },
  });
  const { directory, onSocket } = stage;
  wrapperContract(stage, {
    onPort: "def handler(event, context): return 'on a port'",
    marking: `import os, signal
signal.signal(signal.SIGUSR1, lambda *_: None)  # Only the main thread may.
open(os.environ['MARK'], 'w').close()
def handler(event, context): return 1`,
    endless: 'import time\ntime.sleep(1e6)',
    broken: 'def handler(:',
    late: `import os, time
def handler(event, context):
    open(os.environ['MARK'], 'w').close()
    time.sleep(0.3)
    return 'late'`,
    echo: ECHO,
    exchanger: EXCHANGER.python,
  });

  it('ends by a SIGTERM that came just before a wait', async () => {
    const { child, client } = await onSocket(SIGNAL_BEFORE_THE_WAIT);
    await client.ready(30_000, signal);
    // The main thread has loaded the code, and waits.
    await until('the wait of the main thread', () => isAsleep(child.pid));
    expect((await client.send(requestTo(), signal)).body).toBe('1');
    await client.close();
    expect(await exitCode(child)).toBe(0);
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

  it('refuses a body in chunks as soon as it says that it is too large', async () => {
    const { client, socketPath } = await onSocket(ECHO);
    const endless = 'POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n7fffffff\r\n';
    const socket = connect(socketPath);
    socket.write(endless);
    const [heard] = await once(socket, 'data');
    expect(String(heard)).toMatch(/^HTTP\/1\.1 413/);
    socket.destroy();
    await client.close();
  });
});
