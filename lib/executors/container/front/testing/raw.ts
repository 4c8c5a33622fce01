import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Front } from '#lib/domain/execution/container.ts';
import type { Ms } from '#lib/domain/units.ts';
import { type Container, type Exit, NO_USAGE } from '../../engines/engine.ts';
import { Dispatcher } from '../../replica/dispatcher.ts';
import { Replica } from '../../replica/replica.ts';
import { settingsOf } from '../../replica/settings.ts';
import { specOf } from '../../testing/fixture.ts';
import { openFront } from '../front.ts';

/** Says what a replica says, byte by byte, when a request came in. */
export type Say = (socket: Socket, request: string) => void;

const READY = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';

function containerAt(port: number): Container {
  return {
    ...{ id: 'raw', address: { port }, exited: new Promise<Exit>(() => {}) },
    ...{ onOutput: () => {}, memoryUsed: () => null, usage: async () => NO_USAGE },
    ...{ signal: async () => {}, remove: async () => {} },
  };
}

/** A front before one real replica object whose process is a socket that says whatever the test likes. */
export interface RawStage extends AsyncDisposable {
  front: Front;
  replica: Replica;
  /** Requests that reached the replica. */
  seen: string[];
  /** A client's connection; nothing is read from it unless the test does. */
  client(): Promise<Socket>;
}

/** `slow` is the front's patience with slow clients. */
export async function openRaw(
  say: Say,
  concurrency: number,
  slow?: { head: Ms; look: Ms },
): Promise<RawStage> {
  const seen: string[] = [];
  const sockets = new Set<Socket>();
  const kept = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => {});
  };
  const server = createServer((socket) => {
    kept(socket).on('data', (chunk) => {
      const request = chunk.toString('latin1');
      if (request.startsWith('GET /.crossover/')) return socket.write(READY);
      seen.push(request);
      return say(socket, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const own = { kind: 'wrapper', limit: 10_000, concurrency, livenessInterval: 600_000 } as const;
  const settings = { ...own, grace: 100, memory: 64, cpus: 1, room: null };
  let dispatcher: Dispatcher | null = null;
  const replica = new Replica('raw', containerAt(port), 0, settings, () => dispatcher?.serve());
  dispatcher = new Dispatcher([replica], settingsOf(specOf('')), new AbortController().signal, () => {});
  await replica.ready;
  const front = await openFront(dispatcher, 30_000, {}, slow);
  return {
    ...{ front, replica, seen },
    async client() {
      const socket = kept(connect({ host: front.host, port: front.port }));
      await once(socket, 'connect');
      return socket;
    },
    async [Symbol.asyncDispose]() {
      await front[Symbol.asyncDispose]();
      await replica.remove();
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
