import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Deployment, InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Bytes, Ms } from '#lib/domain/units.ts';
import { answerOf, hasNoBody, messageOf } from './answer.ts';
import { PlainConnection, type PlainFront } from './plain-connection.ts';

/** A synchronous event of AWS Lambda. */
const MAX_BODY: Bytes = 6 * 1024 * 1024;
/** Connections without a request for this long, at most twice as long, are ended. */
const IDLE: Ms = 60_000;

export interface Gateway extends AsyncDisposable {
  /** Where it listens, e.g. http://127.0.0.1:40123 */
  readonly url: string;
}

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  id: string;
}

function toRequest({ request, id }: Asked, body: string | null): InvokeRequest {
  // Of a header that came twice Node has joined the values, but for set-cookie, which no request has.
  const headers = request.headers as Record<string, string>;
  return { requestId: id, method: request.method ?? 'GET', path: request.url ?? '/', headers, body };
}

/** Whole body as text, or null when it is larger than a function may get. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  (headers['content-length'] !== undefined && headers['content-length'] !== '0') ||
  headers['transfer-encoding'] !== undefined;

async function serve(deployment: Deployment, asked: Asked): Promise<void> {
  const { request, response } = asked;
  const body = hasBody(request) ? await readBody(request) : undefined;
  if (body === null) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const invocation = await deployment.invoke(toRequest(asked, body ?? null));
  const { status, headers, body: content } = answerOf(invocation, asked.id);
  // As bytes, because Node would write the head in the coding of a text.
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  response.writeHead(status, hasNoBody(status) ? headers : { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });

/** Serves every new connection by its text as long as that will do; Node's own listener is the way out. */
function servePlain(server: Server, serve: PlainFront['serve']): ReadonlyMap<Socket, PlainConnection> {
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
    clients.set(client, new PlainConnection(client, { serve, takeOver }));
  });
  return clients;
}

/**
 * The HTTP front of a function, as a function URL: one request, one event, one answer.
 * @param port 0 takes a free one
 */
export async function openGateway(deployment: Deployment, port = 0, host = '127.0.0.1'): Promise<Gateway> {
  let count = 0;
  const nextId = (): string => {
    count += 1;
    return `gateway-${count}`;
  };
  const server = createServer({ noDelay: true }, (request, response) => {
    serve(deployment, { request, response, id: nextId() }).catch(() => response.destroy());
  });
  const clients = servePlain(server, async (plain) => {
    const requestId = nextId();
    const invocation = await deployment.invoke({ ...plain, requestId, body: null });
    return messageOf(answerOf(invocation, requestId));
  });
  const sweep = setInterval(() => {
    for (const client of clients.values()) client.endWhenIdle();
  }, IDLE).unref();
  await listening(server, port, host);
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${own}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        clearInterval(sweep);
        server.close(() => resolve());
        for (const client of clients.keys()) client.destroy();
        server.closeAllConnections();
      }),
  };
}
