import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '#lib/domain/execution/executor.ts';
import { createFunctionExecutor } from '../function-executor.ts';
import { specOf } from '../testing/support.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { PlainRequests } from './plain-request.ts';

const CODE = `let n = 0; export const handler = async (event) => {
  n += 1;
  if (event.rawPath === '/none') return { statusCode: 204, body: 'x' };
  if (event.rawPath === '/early') return { statusCode: 103, body: '' };
  if (event.rawPath === '/framing') return { statusCode: 200, headers: { 'Transfer-Encoding': 'chunked', 'content-length': '1', connection: 'close', 'x-kept': 'ÿ' }, body: 'é' };
  if (event.rawPath === '/slow') await new Promise((done) => setTimeout(done, 50));
  return { statusCode: 200, headers: { 'x-n': String(n) }, body: JSON.stringify([event.rawPath, event.headers]) };
};`;

const executor = createFunctionExecutor();
let deployment: Deployment;
let gateway: Gateway;
beforeAll(async () => {
  deployment = await executor.deploy(specOf(CODE));
  gateway = await openGateway(deployment);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

/** For an answer that is still to come, and for one that must not. */
const PATIENCE = { answer: 8_000, more: 300 } as const;

/** Everything that comes back on one connection until it is still after all were answered, or ends. */
function exchange(pieces: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    let text = '';
    const done = (): void => {
      socket.destroy();
      resolve(text);
    };
    const asked = [...pieces.join('').matchAll(/ HTTP\/1\.[01]\r\n/g)].length;
    let still = setTimeout(done, PATIENCE.answer);
    socket.on('error', reject).on('close', done);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      clearTimeout(still);
      still = setTimeout(done, statuses(text).length < asked ? PATIENCE.answer : PATIENCE.more);
    });
    const send = async (): Promise<void> => {
      for (const piece of pieces) {
        socket.write(piece, 'latin1');
        await new Promise((next) => setTimeout(next, 20));
      }
    };
    void send();
  });
}

const get = (path: string, lines = ''): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n${lines}\r\n`;
const bodyOf = (text: string): string => text.slice(text.indexOf('\r\n\r\n') + 4);
const statuses = (text: string): string[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1] ?? '');

describe('a plain request', () => {
  it('means the same as to the server of Node', async () => {
    const lines = 'X-One:  a b \r\nCookie: c=1\r\nX-Latin: \xe9\r\n';
    const plain = await exchange([get('/p?q=1', lines)]);
    // In two pieces it is not whole, so Node reads it.
    const whole = get('/p?q=1', lines);
    const byNode = await exchange([whole.slice(0, 20), whole.slice(20)]);
    expect(byNode).toContain('Keep-Alive');
    expect(plain).not.toContain('Keep-Alive');
    expect(JSON.parse(bodyOf(plain))).toEqual(JSON.parse(bodyOf(byNode)));
  });

  it('is answered in order, however the bytes come', async () => {
    const text = await exchange([get('/slow') + get('/2'), get('/3')]);
    expect(statuses(text)).toEqual(['200', '200', '200']);
    const paths = [...text.matchAll(/\["(\/\w+)"/g)].map((match) => match[1]);
    expect(paths).toEqual(['/slow', '/2', '/3']);
  });

  it('gets no body where there is none, and no informational answer for the last word', async () => {
    expect(await exchange([get('/none')])).toMatch(/^HTTP\/1\.1 204 (?:.*\r\n)*\r\n$/);
    expect(statuses(await exchange([get('/early')]))).toEqual(['502']);
  });

  it.each(['plain', 'Node'])('cannot be framed by the function (%s)', async (by) => {
    const text = await exchange([get('/framing', by === 'Node' ? 'TE: trailers\r\n' : ''), get('/2')]);
    expect(statuses(text)).toEqual(['200', '200']);
    expect(text).toMatch(/x-kept: \xff/i);
    expect(text).not.toMatch(/transfer-encoding|connection: close/i);
    expect(text).toMatch(/content-length: 2\r\n/i);
  });
});

describe('what is not beyond doubt', () => {
  it.each<[string, string, string]>([
    ['a space before the colon', 'X : 1\r\n', '400'],
    ['a folded line', 'X: 1\r\n 2\r\n', '400'],
    ['a bare line feed', 'X: 1\nY: 2\r\n', '400'],
    ['two lengths', 'Content-Length: 0\r\nContent-Length: 1\r\n', '400'],
    ['a length and chunks', 'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n', '400'],
  ])('%s is refused as Node refuses it', async (_name, lines, status) => {
    expect(statuses(await exchange([get('/', lines)]))[0]).toBe(status);
  });

  it.each<[string, string]>([
    ['two hosts', get('/', 'Host: b\r\n')],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a host without a name', 'GET / HTTP/1.1\r\nHost: \r\n\r\n'],
    ['a header for a proxy', get('/', 'Proxy-Authorization: x\r\n')],
    ['HTTP/1.0', 'GET / HTTP/1.0\r\nHost: a\r\n\r\n'],
    ['a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx'],
    ['an absolute target', 'GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a piece', 'GET / HTTP/1.1\r\nHost: a\r\n'],
    ['more behind it', `${get('/')}G`],
    ['an upgrade', get('/', 'Upgrade: websocket\r\n')],
    ['a connection that ends', get('/', 'Connection: close\r\n')],
    ['a header twice', get('/', 'A: 1\r\na: 2\r\n')],
    ['a head of 20 kB', get('/', `A: ${'x'.repeat(20_000)}\r\n`)],
    ['a header named __proto__', get('/', '__proto__: 1\r\n')],
  ])('%s is left to Node', (_name, text) => {
    expect(new PlainRequests().read(text)).toBe(null);
  });

  it('a connection that is to end does', async () => {
    expect(await exchange([get('/1'), get('/2', 'Connection: close\r\n')])).toMatch(/connection: close/i);
  });
});
