import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Front } from '#lib/domain/execution/container.ts';
import type { Outcome } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Dispatcher } from '../replica/dispatcher.ts';
import type { Result } from '../replica/outcome.ts';
import type { Replica } from '../replica/replica.ts';
import { type Forwarded, forward, repeatable } from './forward.ts';
import { join, refuseUpgrade } from './upgrade.ts';

/** Status for a request that got no replica; everything else is 503. */
const STATUS: Partial<Record<Outcome, number>> = { throttled: 503, 'init-error': 502 };

const FAILED: Record<Exclude<Forwarded, 'done' | 'broken'>, { status: number; message: string }> = {
  timeout: { status: 504, message: 'The replica did not answer in time.' },
  unanswered: { status: 502, message: 'The replica broke the connection off.' },
};

function answer(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent || response.destroyed) return;
  const retry = status === 503 ? { 'retry-after': '1' } : {};
  response.writeHead(status, { 'content-type': 'application/json', ...retry });
  response.end(JSON.stringify({ message }));
}

const isOurs = (url: string | undefined): boolean => url?.startsWith('/.crossover/') ?? false;

/** A replica for a request, or why there is none. */
async function replicaFor(dispatcher: Dispatcher, gone: AbortSignal): Promise<Replica | Result> {
  const free = dispatcher.take();
  if (free !== null) return free;
  const found = await dispatcher.wait(gone);
  return 'replica' in found ? found.replica : found.result;
}

const isReplica = (found: Replica | Result): found is Replica => 'client' in found;

function leave(replica: Replica, dispatcher: Dispatcher): void {
  replica.leave();
  dispatcher.left();
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  dispatcher: Dispatcher,
  timeout: Ms,
): Promise<void> {
  // What our wrapper tells about readiness is for us alone.
  if (isOurs(request.url)) return answer(response, 404, 'There is nothing here.');
  for (let tries = 0; ; tries += 1) {
    const free = dispatcher.take();
    const replica = free ?? (await waitFor(response, dispatcher));
    if (!isReplica(replica)) {
      return answer(response, STATUS[replica.outcome] ?? 503, replica.problem?.message ?? '');
    }
    const how = await forward(request, response, replica, timeout);
    leave(replica, dispatcher);
    if (how === 'done' || how === 'broken') return;
    // A replica that crashed before it said a word: another one may do better, once.
    if (how === 'unanswered' && tries === 0 && repeatable(request)) continue;
    return answer(response, FAILED[how].status, FAILED[how].message);
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

/** Opens an HTTP server that gives each request to a replica: streams, uploads and WebSockets pass through. */
export async function openFront(
  dispatcher: Dispatcher,
  timeout: Ms,
  { host = '127.0.0.1', port = 0 }: { host?: string; port?: number },
): Promise<Front> {
  const server = createServer(
    { requestTimeout: 0, keepAliveTimeout: 60_000, noDelay: true },
    (request, response) => void serve(request, response, dispatcher, timeout),
  );
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (request, client, head) => {
    upgraded.add(client);
    client.once('close', () => upgraded.delete(client));
    void upgrade(request, client, head, dispatcher);
  });
  const address = await listen(server, host, port);
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    ...{ host: address.address, port: address.port, url: `http://${shown}:${address.port}` },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const client of upgraded) client.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}
