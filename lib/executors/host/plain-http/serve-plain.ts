import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Ms } from '#lib/domain/units.ts';
import { PlainConnection, type PlainSide } from './connection.ts';

/** Connections without a request for this long, at most twice as long, are ended. */
const IDLE: Ms = 60_000;

/**
 * Lets every new connection of a server be served by its text as long as that will do; Node's own listener takes it
 * over at the first request that needs more. It stays the server's, with its limits for slow clients. Disposing
 * destroys all connections.
 */
export function servePlain(server: Server, sideOf: (connection: PlainConnection) => PlainSide): Disposable {
  const clients = new Map<Socket, PlainConnection>();
  const native = server.listeners('connection');
  const takeOver = (client: Socket, first: Buffer): void => {
    client.pause();
    client.unshift(first);
    for (const listener of native) listener.call(server, client);
    client.resume();
  };
  server.removeAllListeners('connection').on('connection', (client: Socket) => {
    client.once('close', () => clients.delete(client));
    clients.set(client, new PlainConnection(client, { sideOf, takeOver }));
  });
  const sweep = setInterval(() => {
    for (const connection of clients.values()) connection.endWhenIdle();
  }, IDLE).unref();
  return {
    [Symbol.dispose]() {
      clearInterval(sweep);
      for (const client of clients.keys()) client.destroy();
    },
  };
}
