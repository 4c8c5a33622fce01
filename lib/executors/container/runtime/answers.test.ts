import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type Expected, LEFT_BEHIND, MODULES } from '../../testing/handlers.ts';
import type { Answer } from '../replica/client.ts';
import { requestTo } from '../testing/fixture.ts';
import { exitCode, wrapperStage } from './testing/stage.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const { onSocket } = wrapperStage({
  ending: '.cjs',
  command: [process.execPath, path('./server.cjs')],
  environment: { CROSSOVER_HANDLER_RUNTIME: path('../../source/handler-runtime.mjs') },
});

/** Long enough for every handler that answers at all. */
const limit = () => AbortSignal.timeout(500);

const seen = ({ body, problem }: Answer): Expected =>
  problem === null ? body : { fails: problem.code as 'handler-error' };

it.each(MODULES)('a handler answers in any way, at its callback', async ({ code, cases }) => {
  const { client } = await onSocket(code);
  await client.ready(30_000, AbortSignal.timeout(30_000));
  for (const { path, it } of cases) {
    const answer = await client.send(requestTo(path), limit()).then(seen, () => ({ fails: 'timeout' }));
    expect(answer, it.name).toEqual(it.shared ?? it.expected);
  }
  await client.close();
});

it('an error that nobody awaits ends the process after its answer', async () => {
  for (const { path, it } of LEFT_BEHIND.cases) {
    const { client, child } = await onSocket(LEFT_BEHIND.code);
    let printed = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    const ended = exitCode(child);
    const answer = await client.send(requestTo(path), AbortSignal.timeout(30_000));
    expect(answer, it.name).toMatchObject({ body: 'call 1', ends: true });
    await ended;
    expect(printed).toMatch(it.text);
    expect(answer.printed).toBe(Buffer.byteLength(printed));
    await client.close();
  }
});

it('an answer that is complete reaches a slow reader, although the error of another request ends the process', async () => {
  const code = `exports.handler = async ({ rawPath }) => { if (rawPath === '/stray') Promise.reject('stray'); return 'x'.repeat(3e6); };`;
  const { client, child, socketPath } = await onSocket(code);
  await client.ready(30_000, AbortSignal.timeout(30_000));
  const slow = connect(socketPath);
  slow.write('GET /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  let read = ((await once(slow, 'data'))[0] as Buffer).length;
  slow.pause();
  await client.send(requestTo('/stray'), AbortSignal.timeout(30_000));
  for await (const chunk of slow) read += (chunk as Buffer).length;
  expect(read).toBeGreaterThan(3e6);
  await exitCode(child);
  await client.close();
});

it('others in flight keep the answers that are complete, and code that deals with its errors lives on', async () => {
  const code = `if (process.env.DEALS) process.on('unhandledRejection', () => {});
exports.handler = async ({ rawPath }) => { if (rawPath === '/stray') Promise.reject('stray'); return rawPath + 'x'.repeat(3e6); };`;
  const strays = await onSocket(code);
  await strays.client.ready(30_000, AbortSignal.timeout(30_000));
  const answers = await Promise.all(
    ['/a', '/stray', '/b'].map((one) => strays.client.send(requestTo(one), AbortSignal.timeout(30_000))),
  );
  expect(answers.map(({ body }) => body.length)).toEqual([3e6 + 2, 3e6 + 6, 3e6 + 2]);
  await exitCode(strays.child);
  await strays.client.close();
  const { client } = await onSocket(code, { DEALS: '1' });
  for (let round = 0; round < 2; round += 1) {
    const { ends } = await client.send(requestTo('/stray'), AbortSignal.timeout(30_000));
    expect(ends).toBe(false);
  }
  await client.close();
});
