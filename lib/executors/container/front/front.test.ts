import { createServer, request as httpRequest, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerDeployment, Front } from '#lib/domain/execution/container.ts';
import { ENGINES, openStage, type Stage, until } from '../testing/fixture.ts';

const CODE = `
let count = 0;
export const handler = async (event) => {
  count += 1;
  if (event.rawPath === '/wait') await new Promise((resolve) => setTimeout(resolve, 300));
  if (event.rawPath === '/hang') return new Promise(() => {});
  if (event.rawPath === '/throw') throw new Error('broken on purpose');
  if (event.rawPath === '/exit') { if (count % 2) process.exit(3); }
  if (event.rawPath === '/bytes') return { statusCode: 203, isBase64Encoded: true, body: 'AP8=',
    headers: { 'content-type': 'image/x', 'x-crossover-handler-ms': '1', 'set-cookie': 'a=1' } };
  return { event, count };
};`;

const { runc } = ENGINES;

describe('the public HTTP front before handlers', () => {
  let stage: Stage & AsyncDisposable;
  let deployment: ContainerDeployment;
  let front: Front;
  beforeAll(async () => {
    if (runc === undefined) throw new Error('no engine');
    stage = await openStage(runc);
    deployment = await stage.deploy(CODE, { timeout: 1_500, container: { concurrency: 2, queue: 2 } });
    front = await deployment.open();
  });
  afterAll(() => stage?.[Symbol.asyncDispose]());
  const ask = (path: string, init?: RequestInit) => fetch(`${front.url}${path}`, init);

  /** Says all of it at once or piece by piece, as the machine has it, and hears until the other side hangs up. */
  const spoken = (pieces: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: front.port, host: front.host });
      let heard = '';
      socket.setEncoding('latin1').on('data', (text) => {
        heard += text;
      });
      socket.on('error', reject).on('close', () => resolve(heard));
      for (const piece of pieces) socket.write(piece, 'latin1');
    });

  it('passes on what was sent and what came back, and says who asked', async () => {
    const answer = await ask('/a%20b?x=1', { method: 'POST', body: '{"k":1}', headers: { 'x-a': 'b' } });
    expect(answer.status).toBe(200);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('x-crossover'))).toEqual([]);
    const { event } = await answer.json();
    expect(event).toMatchObject({ rawPath: '/a%20b', rawQueryString: 'x=1', body: '{"k":1}' });
    expect(event.headers).toMatchObject({
      'x-a': 'b',
      host: front.url.replace('http://', ''),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    });
  });

  it('passes bytes, status, type and cookies', async () => {
    const answer = await ask('/bytes');
    expect(answer.status).toBe(203);
    expect(answer.headers.get('content-type')).toBe('image/x');
    expect(answer.headers.getSetCookie()).toEqual(['a=1']);
    expect(Buffer.from(await answer.arrayBuffer()).toString('hex')).toBe('00ff');
    const head = await ask('/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('an error of the handler is a 500 with its message; what is ours stays hidden', async () => {
    const failed = await ask('/throw');
    expect(failed.status).toBe(500);
    expect(await failed.json()).toMatchObject({ message: expect.stringContaining('broken on purpose') });
    expect((await ask('/.crossover/ready')).status).toBe(404);
  });

  it('says 504 when no answer begins in time, and serves on', async () => {
    expect((await ask('/hang')).status).toBe(504);
    expect((await ask('/')).status).toBe(200);
  });

  it('two at once at the replica, two wait, the rest is told to come again', async () => {
    const answers = await Promise.all(Array.from({ length: 7 }, () => ask('/wait')));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 200, 200, 503, 503, 503]);
    expect(answers.find(({ status }) => status === 503)?.headers.get('retry-after')).toBe('1');
  });

  it('a client that gives up frees its place', async () => {
    // Its own limit is far beyond what is waited for below: only the client's end can free the place.
    const slow = await stage.deploy(CODE, { timeout: 300_000, container: { concurrency: 2 } });
    const { url } = await slow.open();
    const giveUp = new AbortController();
    const asked = fetch(`${url}/hang`, { signal: giveUp.signal }).catch(() => 'gave up');
    await until('it is busy', () => slow.instances().some(({ inFlight }) => inFlight > 0));
    giveUp.abort();
    expect(await asked).toBe('gave up');
    await until('it is idle again', () => slow.instances().every(({ inFlight }) => inFlight === 0));
    await slow[Symbol.asyncDispose]();
  });

  it('refuses requests that could be read in two ways', async () => {
    const status = await new Promise((resolve) => {
      const asked = httpRequest({ port: front.port, host: front.host, method: 'POST', path: '/' }, (answer) =>
        resolve(answer.statusCode),
      );
      asked.setHeader('transfer-encoding', 'chunked');
      asked.setHeader('content-length', '5');
      asked.on('error', () => resolve('refused'));
      asked.end('hello');
    });
    expect([400, 'refused']).toContain(status);
  });

  it('answers requests sent ahead one by one, and hands over at the first that is not plain', async () => {
    const get = (path: string, lines = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${lines}\r\n`;
    const answers = await spoken([
      get('/one'),
      get('/wait'),
      'POST /three HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n',
      get('/four', 'Connection: close\r\n'),
    ]);
    const paths = answers.match(/"rawPath":"[^"]*"/g);
    expect(paths).toEqual(['one', 'wait', 'three', 'four'].map((name) => `"rawPath":"/${name}"`));
    expect(answers).toContain('"body":"hi"');
  });

  it.each([
    'content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'content-length: 0\r\ncontent-length: 30\r\n\r\n',
    'content-length : 30\r\n\r\n',
    'content-length: \xa052\r\n\r\n',
    'transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n',
  ])('lets no second request hide behind %j', async (lines) => {
    const hidden = 'GET /hidden HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const answers = await spoken([`POST / HTTP/1.1\r\nHost: x\r\n${lines}${hidden}`]);
    expect(answers).toMatch(/^HTTP\/1.1 400/);
    expect(answers).not.toContain('hidden');
  });

  it('says clearly when the port is taken', async () => {
    const taken: Server = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', () => resolve()));
    const { port } = taken.address() as { port: number };
    await expect(deployment.open({ port })).rejects.toMatchObject({
      problem: { code: 'front-not-open', owner: 'yours' },
    });
    taken.close();
  });
});
