import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { toProblem } from '#lib/domain/errors.ts';
import { parseJson } from '#lib/domain/text/json.ts';
import { type LocalServer, listenHere } from '../../host/local-server.ts';
import type { Json, KeyValueStore } from '../../services/key-value-store.ts';
import type { Bucket } from './bucket.ts';
import type { MessageQueues } from './message-queue.ts';

export interface Stores {
  buckets: ReadonlyMap<string, Bucket>;
  tables: ReadonlyMap<string, KeyValueStore>;
  queues: MessageQueues;
}

interface Asked {
  method: string;
  store: string;
  key: string;
  body: Buffer;
}

type Answer = readonly [status: number, body: string | Buffer];

const MAX_BODY = 64 * 1024 * 1024;
const NOT_FOUND: Answer = [404, ''];
const BAD_METHOD: Answer = [405, ''];

async function object(stores: Stores, { method, store, key, body }: Asked): Promise<Answer> {
  const bucket = stores.buckets.get(store);
  if (bucket === undefined) return NOT_FOUND;
  if (method === 'PUT') return [200, await bucket.put(key, body)];
  if (method === 'DELETE') return (await bucket.delete(key)) ? [204, ''] : NOT_FOUND;
  if (method !== 'GET') return BAD_METHOD;
  const content = await bucket.get(key);
  return content === null ? NOT_FOUND : [200, content];
}

async function record(stores: Stores, { method, store, key, body }: Asked): Promise<Answer> {
  const table = stores.tables.get(store);
  if (table === undefined) return NOT_FOUND;
  if (method === 'PUT') {
    await table.put(key, parseJson(body.toString()) as Json);
    return [200, ''];
  }
  if (method === 'DELETE') return (await table.delete(key)) ? [204, ''] : NOT_FOUND;
  if (method !== 'GET') return BAD_METHOD;
  const value = await table.get(key);
  return value === undefined ? NOT_FOUND : [200, JSON.stringify(value)];
}

async function message({ queues }: Stores, { method, store, body }: Asked): Promise<Answer> {
  return method === 'POST' ? [200, await queues.send(store, body.toString())] : BAD_METHOD;
}

const KINDS: Readonly<Record<string, (stores: Stores, asked: Asked) => Promise<Answer>>> = {
  buckets: object,
  tables: record,
  queues: message,
};

async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return size > MAX_BODY ? null : Buffer.concat(chunks);
}

/** Pages of other sites have no business here; programs of this machine send neither header. */
const foreign = ({ headers }: IncomingMessage): boolean =>
  headers.origin !== undefined ||
  headers['sec-fetch-site'] !== undefined ||
  !/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? '');

async function answerTo(stores: Stores, request: IncomingMessage): Promise<Answer> {
  if (foreign(request)) return [403, ''];
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const [, kind = '', store = '', key = ''] = /^\/(\w+)\/([^/]+)\/?(.*)$/s.exec(pathname) ?? [];
  const handle = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (handle === undefined) return NOT_FOUND;
  const body = await bodyOf(request);
  if (body === null) return [413, ''];
  const names = { store: decodeURIComponent(store), key: decodeURIComponent(key) };
  return handle(stores, { method: request.method ?? 'GET', ...names, body });
}

async function serve(stores: Stores, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [status, body] = await answerTo(stores, request).catch((error: unknown): Answer => {
    const { owner, message: text } = toProblem(error);
    return [owner === 'yours' || error instanceof SyntaxError ? 400 : 500, text];
  });
  response.writeHead(status).end(body);
}

/** Buckets, tables and queues of triggers, written over HTTP by programs of this machine. */
export function serveStores(stores: Stores, port = 0): Promise<LocalServer> {
  const server = createServer((request, response) => void serve(stores, request, response));
  return listenHere(server, port);
}
