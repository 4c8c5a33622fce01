import type { IncomingMessage, ServerResponse } from 'node:http';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { Bytes } from '#lib/domain/units.ts';

/** One request to the API, its path taken apart. */
export interface ApiRequest {
  /** What stood for each name in the route's pattern, decoded. */
  parameters: Readonly<Record<string, string>>;
  query: URLSearchParams;
  header(name: string): string | null;
  /** Reads the body. @throws CrossoverError `payload-too-large` */
  body(limit: Bytes): Promise<Buffer>;
  response: ServerResponse;
}

/** A body that is refused is still read for a while: a client that is sending does not listen. */
const DRAIN: Bytes = 256 * 1024 * 1024;

const tooLarge = (limit: Bytes): CrossoverError =>
  new CrossoverError({
    code: 'payload-too-large',
    owner: 'yours',
    message: `Request must be smaller than ${limit} bytes for the operation.`,
    remedy: 'Send a reference to the data instead of the data.',
  });

async function readBody(request: IncomingMessage, limit: Bytes): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else if (size > limit + DRAIN) break;
  }
  if (size > limit) throw tooLarge(limit);
  return Buffer.concat(chunks);
}

export function apiRequest(
  request: IncomingMessage,
  response: ServerResponse,
  parameters: Readonly<Record<string, string>>,
  query: URLSearchParams,
): ApiRequest {
  return {
    ...{ parameters, query, response },
    header(name) {
      const value = request.headers[name];
      return typeof value === 'string' ? value : null;
    },
    body: (limit) => readBody(request, limit),
  };
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
}

export function sendNothing(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0 }).end();
}
