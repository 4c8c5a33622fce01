import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '#lib/domain/execution/executor.ts';
import { createFunctionExecutor } from '../function-executor.ts';
import { specOf } from '../testing/support.ts';
import { type Gateway, openGateway } from './gateway.ts';

const CODE = `export const handler = async (event) => {
  if (event.rawPath === '/throw') throw new Error('bad');
  if (event.rawPath === '/bytes') return { statusCode: 200, headers: { 'content-type': 'image/png' }, isBase64Encoded: true, body: Buffer.from([137, 80, 0, 255]).toString('base64') };
  if (event.rawPath === '/slow') await new Promise((done) => setTimeout(done, 300));
  return { statusCode: 201, headers: { 'x-seen': event.requestContext.http.method }, body: JSON.stringify([event.rawPath, event.rawQueryString, event.headers['x-a'] ?? null, event.body ?? null]) };
};`;

const executor = createFunctionExecutor();
let deployment: Deployment;
let gateway: Gateway;
beforeAll(async () => {
  deployment = await executor.deploy(specOf(CODE, { maxConcurrency: 2 }));
  gateway = await openGateway(deployment);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await executor[Symbol.asyncDispose]();
});

describe('the HTTP front of a function', () => {
  it('passes method, path, query, headers and body, and gives back status, headers and body', async () => {
    const init = { method: 'POST', headers: { 'x-a': 'é'.normalize('NFD').slice(0, 1) }, body: 'text' };
    const response = await fetch(`${gateway.url}/a/b?c=d`, init);
    expect(response.status).toBe(201);
    expect(response.headers.get('x-seen')).toBe('POST');
    expect(await response.json()).toEqual(['/a/b', 'c=d', 'e', 'text']);
  });

  it('gives bytes as bytes', async () => {
    const response = await fetch(`${gateway.url}/bytes`);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([137, 80, 0, 255]);
  });

  it('answers 502 for a handler that failed, without its stack', async () => {
    const response = await fetch(`${gateway.url}/throw`);
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('handler.mjs');
  });

  it('answers 429 when every environment is busy', async () => {
    const all = await Promise.all([1, 2, 3].map(() => fetch(`${gateway.url}/slow`)));
    expect(all.map(({ status }) => status).toSorted()).toEqual([201, 201, 429]);
  });

  it('refuses a body that no event may have', async () => {
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(gateway.url, { method: 'POST' }, (response) =>
        resolve(response.statusCode),
      );
      request.once('error', reject).end(Buffer.alloc(7 << 20, 'x'));
    }).catch((error: NodeJS.ErrnoException) => error.code);
    expect([413, 'EPIPE', 'ECONNRESET']).toContain(status);
  });
});
