import { randomBytes } from 'node:crypto';
import { chmod, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { ServiceMount } from '#lib/domain/execution/executor.ts';
import type { Bytes, Ms } from '#lib/domain/units.ts';
import { ownerKey } from '../container/engines/owner.ts';
import { makeForSandboxes } from '../host/sandbox-group.ts';
import { OWNER_FILE, servicesHome } from './leftovers.ts';

/** What a backing service gives to the deployments that use it. Disposing closes it and removes its files. */
export interface Service extends AsyncDisposable {
  readonly mount: ServiceMount;
}

/** One request as a service sees it: the body is complete and within the limit. */
export interface ServiceRequest {
  method: string;
  url: URL;
  body: string;
  /** Aborts when the client goes away or the service closes. */
  signal: AbortSignal;
}

/** `json` undefined means an empty body. */
export interface ServiceReply {
  status: number;
  json?: unknown;
}

export interface SocketServerOptions {
  /** Name of the service inside the sandbox. */
  name: string;
  /** Where the socket's own directory is made; `services` below home when left out. */
  directory?: string | undefined;
  maxBody: Bytes;
  /** A client that sends nothing for so long is cut off; it must be above the longest answer. */
  idleTimeout: Ms;
  handle(request: ServiceRequest): Promise<ServiceReply>;
}

/** Beyond these a client is refused at once, so that one that floods costs a bounded amount of memory. */
export const SERVICE_LIMITS = {
  connections: 512,
  inFlight: 256,
  headerBytes: 8192,
  requestMs: 10_000,
} as const;

/** sockaddr_un has 108 bytes with the closing zero; a longer path would be cut silently. */
const LONGEST_SOCKET_PATH = 107;

class BodyTooLarge extends Error {}

async function readBody(request: IncomingMessage, limit: Bytes): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, reply: ServiceReply, close = false): void {
  if (response.destroyed || response.headersSent) return;
  const body = reply.json === undefined ? '' : JSON.stringify(reply.json);
  response.writeHead(reply.status, {
    ...(body === '' ? {} : { 'content-type': 'application/json' }),
    'content-length': Buffer.byteLength(body),
    ...(close ? { connection: 'close' } : {}),
  });
  response.end(body);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: SocketServerOptions,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const body = await readBody(request, options.maxBody);
    if (!URL.canParse(request.url ?? '', 'http://service')) {
      return send(response, { status: 400, json: { error: 'the path is not a URL' } });
    }
    const url = new URL(request.url ?? '', 'http://service');
    send(response, await options.handle({ method: request.method ?? 'GET', url, body, signal: gone.signal }));
  } catch (error) {
    if (error instanceof BodyTooLarge) {
      return send(response, { status: 413, json: { error: `at most ${options.maxBody} bytes` } }, true);
    }
    send(response, { status: 500, json: { error: 'the service failed' } }, true);
  }
}

function newServer(options: SocketServerOptions): Server {
  let inFlight = 0;
  const server = createServer(
    {
      maxHeaderSize: SERVICE_LIMITS.headerBytes,
      requestTimeout: SERVICE_LIMITS.requestMs,
      headersTimeout: SERVICE_LIMITS.requestMs,
      keepAliveTimeout: 60_000,
    },
    (request, response) => {
      if (inFlight >= SERVICE_LIMITS.inFlight) {
        return send(response, { status: 503, json: { error: 'too many requests at once' } }, true);
      }
      inFlight += 1;
      response.once('close', () => {
        inFlight -= 1;
      });
      void answer(request, response, options);
    },
  );
  server.maxConnections = SERVICE_LIMITS.connections;
  server.timeout = options.idleTimeout;
  return server;
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, backlog: 511 }, () => {
      server.off('error', reject);
      // A client's broken connection is an 'error' of its socket, never the end of the engine.
      server.on('error', () => {});
      resolve();
    });
  });
}

/**
 * Serves HTTP on a fresh unix socket that every sandbox user may connect to (0666), in a directory that none but
 * sandboxes may pass through: /proc/net/unix tells everybody its name.
 * @throws CrossoverError `socket-path-too-long` when the directory is too deep for a unix socket.
 */
export async function serveOnSocket(options: SocketServerOptions): Promise<Service> {
  const parent = options.directory ?? servicesHome();
  const own = join(parent, randomBytes(9).toString('base64url'));
  const path = join(own, `${options.name}.sock`);
  if (Buffer.byteLength(path) > LONGEST_SOCKET_PATH) {
    throw new CrossoverError({
      code: 'socket-path-too-long',
      owner: 'yours',
      message: `The path ${path} is too long for a unix socket.`,
      remedy: 'Set CROSSOVER_HOME to a shorter directory.',
    });
  }
  makeForSandboxes(own);
  await writeFile(join(own, OWNER_FILE), ownerKey, { mode: 0o600 });
  const server = newServer(options);
  await listen(server, path);
  await chmod(path, 0o666);
  return {
    mount: { name: options.name, hostSocketPath: path },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await rm(own, { recursive: true, force: true });
    },
  };
}
