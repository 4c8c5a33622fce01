import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Deployment, Invocation, InvokeRequest, Outcome } from '#lib/domain/execution/executor.ts';
import type { Bytes } from '#lib/domain/units.ts';

/** A synchronous event of AWS Lambda. */
const MAX_BODY: Bytes = 6 * 1024 * 1024;

/** What a function URL answers when the function did not: AWS Lambda, "Function URL response format". */
const STATUS: Partial<Record<Outcome, number>> = { throttled: 429, unavailable: 503, cancelled: 499 };
const FAILED = 502;

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

function answer(
  { response, id }: Asked,
  { outcome, status, headers, body, base64, problem }: Invocation,
): void {
  if (outcome !== 'ok') {
    const text = JSON.stringify({ message: problem?.message ?? outcome, code: problem?.code ?? outcome });
    response.writeHead(STATUS[outcome] ?? FAILED, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'x-amzn-requestid': id,
    });
    response.end(text);
    return;
  }
  const content = base64 === undefined ? (body ?? '') : Buffer.from(base64, 'base64');
  response.writeHead(status ?? 200, { ...headers, 'content-length': Buffer.byteLength(content) });
  response.end(content);
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
  answer(asked, await deployment.invoke(toRequest(asked, body ?? null)));
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
  const server = createServer((request, response) => {
    count += 1;
    serve(deployment, { request, response, id: `gateway-${count}` }).catch(() => response.destroy());
  });
  await listening(server, port, host);
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${own}`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
