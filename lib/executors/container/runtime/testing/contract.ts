import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXCHANGES } from '../../../testing/exchanges.ts';
import { requestTo, until } from '../../testing/fixture.ts';
import { exitCode, type WrapperStage } from './stage.ts';

/** What the contract needs, in the wrapper's language. */
export interface ContractCode {
  /** Answers `on a port`. */
  onPort: string;
  /** Makes the file that MARK names as it is loaded. */
  marking: string;
  /** Never gets loaded. */
  endless: string;
  /** No code. */
  broken: string;
  /** Makes the file that MARK names when it is called, and answers `late` 300 ms after that. */
  late: string;
  /** Answers the body, `none` without one. */
  echo: string;
  /** Of `EXCHANGER`. */
  exchanger: string;
}

const signal = AbortSignal.timeout(120_000);

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** What every wrapper does, whatever its language: the tests of how it loads and how it ends. */
export function wrapperContract({ directory, start, onSocket }: WrapperStage, code: ContractCode): void {
  it('serves on PORT without any executor and loads its code at once', async () => {
    const port = await freePort();
    start(code.onPort, { PORT: String(port) });
    const address = `http://127.0.0.1:${port}`;
    await until(
      'readiness',
      async () => (await fetch(`${address}/.crossover/ready`).catch(() => null))?.status === 200,
    );
    const answer = await fetch(`${address}/any?path=1`);
    expect(await answer.text()).toBe('on a port');
    const head = await fetch(`${address}/`, { method: 'HEAD' });
    expect([await head.text(), head.headers.get('content-length')]).toEqual(['', '9']);
    // Others need not be told what only our executor asks for.
    expect([...answer.headers.keys()].filter((name) => name.startsWith('x-crossover-'))).toEqual([]);
    const told = await fetch(address, { headers: { 'x-crossover-request-id': '1' } });
    expect(Number(told.headers.get('x-crossover-handler-ms'))).toBeGreaterThan(0);
    expect(told.headers.get('x-crossover-printed')).toBe('0');
  });

  it('loads no code before the first request, then says when it is ready', async () => {
    const mark = join(directory, 'mark');
    const { client } = await onSocket(code.marking, { MARK: mark });
    expect(existsSync(mark)).toBe(false);
    expect(await client.ready(30_000, signal)).toBeNull();
    expect(existsSync(mark)).toBe(true);
    await client.close();
  });

  it('is not ready while the code loads, and says why it cannot be loaded', async () => {
    const slow = await onSocket(code.endless);
    expect(await slow.client.ready(10, signal)).toMatchObject({ message: 'The code is still loading.' });
    await slow.client.close();
    const broken = await onSocket(code.broken);
    expect(await broken.client.ready(30_000, signal)).toMatchObject({
      code: 'init-error',
      message: expect.stringContaining('SyntaxError'),
    });
    const answer = await broken.client.send(requestTo(), signal);
    expect(answer).toMatchObject({ status: 500, problem: { code: 'init-error' } });
    await broken.client.close();
  });

  it('reads requests and writes answers as HTTP means them', async () => {
    const { client } = await onSocket(code.exchanger);
    for (const { asked, told } of EXCHANGES) {
      const { status, body, cookies, base64, problem } = await client.send(
        requestTo(asked.path, asked),
        signal,
      );
      const bytes = base64 === null ? {} : { base64 };
      const seen = { status, body, ...(cookies.length === 0 ? {} : { cookies }), ...bytes };
      const expected = told.status === null ? { code: 'invalid-response' } : told;
      expect(problem ?? seen, `${asked.method} ${asked.path} ${asked.body}`).toMatchObject(expected);
    }
    await client.close();
  });

  it('announces no body where there is none', async () => {
    const port = await freePort();
    start(code.exchanger, { PORT: String(port) });
    const address = `http://127.0.0.1:${port}`;
    await until('readiness', async () => (await fetch(address).catch(() => null))?.status === 200);
    for (const status of [204, 304]) {
      const { headers } = await fetch(`${address}/status/${status}`);
      expect([headers.has('content-length'), headers.has('transfer-encoding')]).toEqual([false, false]);
    }
    const { headers } = await fetch(`${address}/cookies`);
    expect(headers.getSetCookie()).toEqual(EXCHANGES[0]?.told.cookies);
    const bytes = await fetch(address, { method: 'POST', body: Buffer.from([255, 254]) });
    expect(await bytes.json()).toEqual(['POST', true, '//4=']);
  });

  it('refuses a body above 6 MiB', async () => {
    const { client } = await onSocket(code.echo);
    const body = 'x'.repeat(6 * 1024 * 1024 + 1);
    const answer = await client.send(requestTo('/', { method: 'POST', body }), signal);
    expect(answer).toMatchObject({ status: 413, problem: { message: 'The body is too large.' } });
    await client.close();
  });

  it('lets the requests in flight end after SIGTERM, then ends itself', async () => {
    const mark = join(directory, 'in-flight');
    const { child, client } = await onSocket(code.late, { MARK: mark });
    await client.ready(30_000, signal);
    const waiting = client.send(requestTo(), signal);
    // What the wrapper has not read yet is not in flight: on a busy machine that may take long.
    await until('the request in flight', () => existsSync(mark));
    child.kill('SIGTERM');
    expect((await waiting).body).toBe('late');
    await client.close();
    expect(await exitCode(child)).toBe(0);
  });

  it('ends when its standard input closes, so that it never outlives its owner', async () => {
    const { child, client } = await onSocket(code.echo, { CROSSOVER_WATCH_STDIN: '1' });
    await client.ready(30_000, signal);
    child.stdin?.end();
    expect(await exitCode(child)).toBe(0);
    await client.close();
  });

  it('a client that breaks off in the middle of its body harms nobody', async () => {
    const { client, socketPath } = await onSocket(code.echo);
    const broken = connect(socketPath);
    broken.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 8\r\n\r\nhalf');
    await new Promise((resolve) => setTimeout(resolve, 100));
    broken.destroy();
    expect((await client.send(requestTo(), signal)).body).toBe('none');
    await client.close();
  });
}
