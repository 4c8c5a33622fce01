import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Deadlines } from '../../replica/deadlines.ts';
import { Wires } from '../../replica/wires.ts';
import { until } from '../../testing/fixture.ts';
import { Exchange } from './exchange.ts';

/** A server on the loopback. */
async function listening(serve: (socket: Socket) => void) {
  const server = createServer((socket) => serve(socket.on('error', () => {})));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

it('one that is over leaves nothing at its client that could wake the wire for another request', async () => {
  const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`;
  const replica = await listening((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      for (let n = 0; n < 400; n += 1) socket.write(piece);
    });
  });
  const clients: Socket[] = [];
  const front = await listening((socket) => void clients.push(socket));
  const reader = connect({ port: front.port, host: '127.0.0.1' }).on('error', () => {});
  await until('the client is there', () => clients.length === 1);
  const [client] = clients;
  if (client === undefined) throw new Error('no client');
  const wires = new Wires({ port: replica.port });
  const text = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
  let how = '';
  const exchange = new Exchange(client, wires, { method: 'GET', text }, new Deadlines(60_000), (found) => {
    how = found;
  });
  await until('the client is full', () => client.listenerCount('drain') === 1);
  // Full though it is, more comes, as when several reads were under way.
  for (let n = 0; n < 20; n += 1) exchange.more(Buffer.from('more'));
  await sleep(20);
  expect(client.listenerCount('drain')).toBe(1);
  exchange.abort();
  expect([how, client.listenerCount('drain')]).toEqual(['broken', 0]);
  wires.close();
  for (const socket of [client, reader]) socket.destroy();
  for (const { server } of [replica, front]) server.close();
});
