import { isUtf8 } from 'node:buffer';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Deployment, InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Bytes } from '#lib/domain/units.ts';
import { type Answer, answersWithoutBody } from '../../host/plain-http/message.ts';
import { servePlain } from '../../host/plain-http/serve-plain.ts';
import { answerOf } from './answer.ts';
import { PlainClient } from './plain-client.ts';
import type { PlainRequest } from './plain-request.ts';

/** A synchronous event of AWS Lambda. */
const MAX_BODY: Bytes = 6 * 1024 * 1024;
export interface Gateway extends AsyncDisposable {
  /** Where it listens, e.g. http://127.0.0.1:40123 */
  readonly url: string;
}

interface Asked {
  request: IncomingMessage;
  response: ServerResponse;
  id: string;
}

function toRequest({ request, id }: Asked, bytes: Buffer | undefined): InvokeRequest {
  // Of a header that came twice Node has joined the values, but for set-cookie, which no request has.
  const headers = request.headers as Record<string, string>;
  const base = { requestId: id, method: request.method ?? 'GET', path: request.url ?? '/', headers };
  if (bytes === undefined) return { ...base, body: null };
  if (isUtf8(bytes)) return { ...base, body: bytes.toString() };
  return { ...base, body: bytes.toString('base64'), isBase64Encoded: true };
}

/** Whole body, or null when it is larger than a function may get. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  (headers['content-length'] !== undefined && headers['content-length'] !== '0') ||
  headers['transfer-encoding'] !== undefined;

/** The event of a request; null after it was refused. */
async function eventOf(asked: Asked): Promise<InvokeRequest | null> {
  const { request, response } = asked;
  const body = hasBody(request) ? await readBody(request) : undefined;
  if (body !== null) return toRequest(asked, body);
  response.writeHead(413, { connection: 'close' }).end();
  return null;
}

/** Whom to answer; null once the client has gone, so that an invocation that goes on keeps nothing of it. */
interface Waiting {
  response: ServerResponse | null;
}

function waitingFor(response: ServerResponse): Waiting {
  const waiting: Waiting = { response };
  response.once('close', () => {
    waiting.response = null;
  });
  return waiting;
}

/** The invocation goes on to its end when the client hangs up, as behind a function URL of AWS Lambda. */
async function serve(deployment: Deployment, event: InvokeRequest, waiting: Waiting): Promise<void> {
  const answer = answerOf(await deployment.invoke(event), event.requestId);
  if (waiting.response !== null) write(waiting.response, answer);
}

function write(response: ServerResponse, { status, headers, cookies = [], body: content }: Answer): void {
  // As bytes, because Node would write the head in the coding of a text.
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  const bare = answersWithoutBody(response.req.method ?? 'GET', status);
  response.writeHead(status, bare ? headers : { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });

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
  const invoke = async (plain: PlainRequest): Promise<Answer> => {
    const requestId = nextId();
    return answerOf(await deployment.invoke({ ...plain, requestId, body: null }), requestId);
  };
  const server = createServer({ noDelay: true }, (request, response) => {
    const waiting = waitingFor(response);
    eventOf({ request, response, id: nextId() })
      .then((event) => (event === null ? undefined : serve(deployment, event, waiting)))
      .catch(() => void waiting.response?.destroy());
  });
  const clients = servePlain(server, (connection) => new PlainClient(connection, invoke));
  await listening(server, port, host);
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${own}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        clients[Symbol.dispose]();
        server.closeAllConnections();
      }),
  };
}
