import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiError, deleteJson, getJson, postJson, problemOf } from './http.ts';

const PROBLEM = { code: 'not-found', owner: 'yours', message: 'No such thing.', remedy: 'Look elsewhere.' };

type Route = (request: IncomingMessage, response: ServerResponse) => void;
const json = (response: ServerResponse, status: number, body: unknown) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

const ROUTES: Record<string, Route> = {
  '/good': (_, response) => json(response, 200, { a: 1 }),
  '/empty': (_, response) => response.writeHead(204).end(),
  '/missing': (_, response) => json(response, 404, { problem: PROBLEM }),
  '/invalid': (_, response) =>
    json(response, 422, { problem: PROBLEM, issues: [{ path: ['plan', 'rounds'], message: 'No.' }] }),
  '/proxy-page': (_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'),
  '/other-json': (_, response) => json(response, 500, { error: 'of another kind' }),
  '/html': (_, response) => response.writeHead(200).end('<!doctype html>'),
  '/slow': () => undefined,
  '/echo': async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    json(response, 200, {
      method: request.method,
      type: request.headers['content-type'],
      body: Buffer.concat(chunks).toString(),
    });
  },
};

const server = createServer((request, response) => ROUTES[request.url ?? '']?.(request, response));
let base = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no failure',
    (error: unknown) => error,
  );

test('an answer is its JSON, an empty one is undefined', async () => {
  expect(await getJson(`${base}/good`)).toEqual({ a: 1 });
  expect(await deleteJson(`${base}/empty`)).toBeUndefined();
});

test('a post sends JSON and says so', async () => {
  expect(await postJson(`${base}/echo`, { n: 1 })).toEqual({
    method: 'POST',
    type: 'application/json',
    body: '{"n":1}',
  });
});

test("the server's problem and issues arrive as they are", async () => {
  expect(await failureOf(getJson(`${base}/missing`))).toMatchObject({
    status: 404,
    problem: PROBLEM,
    issues: [],
  });
  expect(await failureOf(postJson(`${base}/invalid`))).toMatchObject({
    status: 422,
    issues: [{ path: ['plan', 'rounds'], message: 'No.' }],
  });
});

test('what is not of the contract is a problem of ours, with the text as its detail', async () => {
  for (const [path, status] of [
    ['/proxy-page', 502],
    ['/other-json', 500],
    ['/html', 200],
  ] as const) {
    const error = await failureOf(getJson(`${base}${path}`));
    expect(error, path).toBeInstanceOf(ApiError);
    expect(error, path).toMatchObject({ status, problem: { code: 'unreadable-answer', owner: 'ours' } });
  }
});

test('a server that does not answer is said to be so', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const error = await failureOf(getJson(`http://127.0.0.1:${port}/`));
  expect(problemOf(error)).toMatchObject({ code: 'web-unreachable', owner: 'yours' });
});

test('an aborted request rethrows the abort, not a problem', async () => {
  const controller = new AbortController();
  const failure = failureOf(getJson(`${base}/slow`, controller.signal));
  controller.abort();
  expect(await failure).toMatchObject({ name: 'AbortError' });
});

test('any other error is a problem of the page', () => {
  expect(problemOf(new Error('boom'))).toMatchObject({ code: 'page-error', owner: 'ours' });
  expect(problemOf('boom').message).toBe('This page failed: boom');
  // In production React gives what the server threw as a number and a link to its own site.
  const { message, detail } = problemOf(
    new Error('Minified React error #441; visit https://react.dev/errors/441'),
  );
  expect(message).toBe('The server could not make this page.');
  expect(detail).toContain('#441');
});
