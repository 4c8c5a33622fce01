import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { mayComeBack, statusOf } from './stream-refusal.ts';

it.each([
  ...[null, 200, 204, 429, 503].map((status) => [status, true] as const),
  ...[199, 301, 400, 401, 403, 404, 428, 430, 500, 502, 504].map((status) => [status, false] as const),
])('a stream refused with %j may come back: %j', (status, expected) => {
  expect(mayComeBack(status)).toBe(expected);
});

it('asks for the status and leaves no stream open', async () => {
  const closed = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    response.on('close', () => closed.resolve());
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await statusOf(url)).toBe(200);
  await closed.promise;
  server.close();
  await once(server, 'close');
  expect(await statusOf(url)).toBe(null);
});
