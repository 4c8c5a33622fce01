import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Front } from '#lib/domain/execution/container.ts';
import type { Ms } from '#lib/domain/units.ts';
import { servePlain } from '../../host/plain-http/serve-plain.ts';
import { Deadlines } from '../replica/deadlines.ts';
import type { Dispatcher } from '../replica/dispatcher.ts';
import type { Result } from '../replica/outcome.ts';
import type { Replica } from '../replica/replica.ts';
import { forward, repeatable } from './forward.ts';
import { FAILED, isReplica, leave, type Refusal, refusalOf, refusalParts, replicaFor } from './lease.ts';
import { PlainClient } from './plain/client.ts';
import { join, refuseUpgrade } from './upgrade.ts';

function answer(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent || response.destroyed) return;
  const { headers, body } = refusalParts(refusal);
  response.writeHead(refusal.status, headers);
  response.end(body);
}

const isOurs = (url: string | undefined): boolean => url?.startsWith('/.crossover/') ?? false;

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  dispatcher: Dispatcher,
  timeout: Ms,
): Promise<void> {
  // What our wrapper tells about readiness is for us alone.
  if (isOurs(request.url)) {
    return answer(response, { status: 404, message: 'There is nothing here.' });
  }
  for (let tries = 0; ; tries += 1) {
    const free = dispatcher.take();
    const replica = free ?? (await waitFor(response, dispatcher));
    if (!isReplica(replica)) return answer(response, refusalOf(replica));
    const how = await forward(request, response, replica, timeout);
    leave(replica, dispatcher);
    if (how === 'done' || how === 'broken') return;
    // A replica that crashed before it said a word: another one may do better, once.
    if (how === 'unanswered' && tries === 0 && repeatable(request)) continue;
    return answer(response, FAILED[how]);
  }
}

/** In the queue until a replica is free or the client has gone. */
async function waitFor(response: ServerResponse, dispatcher: Dispatcher): Promise<Replica | Result> {
  const gone = new AbortController();
  const abort = () => gone.abort();
  response.once('close', abort);
  const found = await replicaFor(dispatcher, gone.signal);
  response.off('close', abort);
  return found;
}

async function upgrade(
  request: IncomingMessage,
  client: Duplex,
  head: Buffer,
  dispatcher: Dispatcher,
): Promise<void> {
  client.on('error', () => {});
  const gone = new AbortController();
  client.once('close', () => gone.abort());
  if (isOurs(request.url)) return refuseUpgrade(client, '404 Not Found');
  const replica = await replicaFor(dispatcher, gone.signal);
  if (!isReplica(replica)) return refuseUpgrade(client, '503 Service Unavailable');
  await join(request, client, head, replica.address);
  leave(replica, dispatcher);
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const remedy = 'Choose another port, or 0 for any that is free.';
      const message = `The front could not listen on ${host}:${port}.`;
      const problem = { code: 'front-not-open', owner: 'yours', message, remedy } as const;
      reject(new CrossoverError({ ...problem, detail: error.message }, { cause: error }));
    });
    server.listen({ host, port, backlog: 1_024 }, () => resolve(server.address() as AddressInfo));
  });
}

/** A client has this long for the head of a request, at most `look` longer. */
const SLOW_CLIENTS = { head: 60_000, look: 30_000 } as const;

/** Opens an HTTP server that gives each request to a replica: streams, uploads and WebSockets pass through. */
export async function openFront(
  dispatcher: Dispatcher,
  timeout: Ms,
  { host = '127.0.0.1', port = 0 }: { host?: string; port?: number },
  { head, look }: { head: Ms; look: Ms } = SLOW_CLIENTS,
): Promise<Front> {
  const server = createServer(
    {
      // An upload may take as long as it likes. Without a figure of its own the head might too.
      ...{ requestTimeout: 0, headersTimeout: head, connectionsCheckingInterval: look },
      ...{ keepAliveTimeout: 60_000, noDelay: true },
    },
    (request, response) => void serve(request, response, dispatcher, timeout),
  );
  const deadlines = new Deadlines(timeout);
  const clients = servePlain(server, (connection) => new PlainClient(connection, { dispatcher, deadlines }));
  server.on('upgrade', (request, client, head) => {
    void upgrade(request, client, head, dispatcher);
  });
  const address = await listen(server, host, port);
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    ...{ host: address.address, port: address.port, url: `http://${shown}:${address.port}` },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      clients[Symbol.dispose]();
      await closed;
    },
  };
}
