import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { listenHere } from './local-server.ts';

const silent = () => createServer(() => {});

it('takes a port of this machine, and leaves it with all its connections', async () => {
  const server = createServer((_, response) => response.end('here'));
  const local = await listenHere(server, 0);
  expect(local.url).toBe(`http://127.0.0.1:${local.port}`);
  expect(server.address()).toMatchObject({ address: '127.0.0.1' });
  expect(await (await fetch(local.url)).text()).toBe('here');
  await expect(listenHere(silent(), local.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await local[Symbol.asyncDispose]();

  const again = await listenHere(silent(), local.port);
  const waiting = fetch(again.url).catch(() => 'cut off');
  await new Promise((resolve) => setTimeout(resolve, 20));
  await again[Symbol.asyncDispose]();
  expect(await waiting).toBe('cut off');
});
