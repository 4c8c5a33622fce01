import { parseJson } from '#lib/domain/text/json.ts';
import type { Json, KeyValueStore, StoredItem } from './key-value-store.ts';
import { type Service, type ServiceReply, type ServiceRequest, serveOnSocket } from './socket-server.ts';
import { type Full, STORE_LIMITS, StoreQuota } from './store-quota.ts';

/**
 * The store both sides share, so that the same blog keeps its posts outside of either.
 * HTTP on the unix socket in STORE_SOCKET:
 *
 *   GET    /items?prefix=&limit=   200 { items: [{ key, value }], truncated: boolean }, by key; limit 1 to 100, 20 when left out
 *   GET    /items/:key             200 the value, 404
 *   PUT    /items/:key             204; the body is any JSON up to 64 KiB; 507 when the store, or all of them together, are full
 *   DELETE /items/:key             204, 404
 *
 * Errors are `{ error: string }`. A key has 1 to 200 characters and is URL-encoded in the path.
 */
export async function createStoreService(options: {
  store: KeyValueStore;
  directory?: string;
  /** By default one of its own. */
  quota?: StoreQuota;
}): Promise<Service> {
  const quota = options.quota ?? (await StoreQuota.of(options.store));
  return serveOnSocket({
    name: 'store',
    directory: options.directory,
    maxBody: STORE_LIMITS.valueBytes,
    idleTimeout: 60_000,
    handle: (request) => route(request, options.store, quota),
  });
}

const LIST = { most: 100, usual: 20, bytes: 1024 * 1024 } as const;
const FULL: Record<Full, string> = {
  store: 'the store is full',
  all: 'all stores of this machine together are full; unused ones are emptied after an hour',
};
const reply = (status: number, error: string): ServiceReply => ({ status, json: { error } });

async function route(
  request: ServiceRequest,
  store: KeyValueStore,
  quota: StoreQuota,
): Promise<ServiceReply> {
  const { pathname } = request.url;
  if (pathname === '/items' && request.method === 'GET') return list(request.url.searchParams, store);
  if (!pathname.startsWith('/items/')) return reply(404, 'there are /items and /items/:key');
  const key = keyOf(pathname.slice('/items/'.length));
  if (key === null) return reply(400, 'a key has 1 to 200 characters, URL-encoded');
  switch (request.method) {
    case 'GET':
      return get(key, store);
    case 'PUT':
      return put(key, request.body, store, quota);
    case 'DELETE':
      return remove(key, store, quota);
    default:
      return reply(405, 'use GET, PUT or DELETE');
  }
}

/** Null when it is no key. A zero character is refused because Postgres cannot keep it. */
function keyOf(encoded: string): string | null {
  try {
    const key = decodeURIComponent(encoded);
    return key.length >= 1 && key.length <= 200 && !key.includes('\0') ? key : null;
  } catch {
    return null;
  }
}

async function list(query: URLSearchParams, store: KeyValueStore): Promise<ServiceReply> {
  const limit = Number(query.get('limit') ?? LIST.usual);
  const prefix = query.get('prefix') ?? '';
  if (!Number.isInteger(limit) || limit < 1 || limit > LIST.most) return reply(400, 'limit is 1 to 100');
  if (prefix.length > 200 || prefix.includes('\0')) return reply(400, 'prefix is too long or no text');
  const found = await store.list(prefix, limit, LIST.bytes);
  const items = fitting(found);
  return { status: 200, json: { items, truncated: items.length < found.length } };
}

/** As many as fit in one answer: a hundred large values would be a burden for both ends. */
function fitting(found: readonly StoredItem[]): readonly StoredItem[] {
  let size = 0;
  const end = found.findIndex((item) => {
    size += Buffer.byteLength(JSON.stringify(item));
    return size > LIST.bytes;
  });
  return end === -1 ? found : found.slice(0, end);
}

async function get(key: string, store: KeyValueStore): Promise<ServiceReply> {
  const value = await store.get(key);
  return value === undefined ? reply(404, 'no such item') : { status: 200, json: value };
}

async function put(
  key: string,
  body: string,
  store: KeyValueStore,
  quota: StoreQuota,
): Promise<ServiceReply> {
  let value: Json;
  try {
    value = parseJson(body) as Json;
  } catch {
    return reply(400, 'the body is not JSON');
  }
  const full = quota.take(key, Buffer.byteLength(body));
  if (full !== null) return reply(507, FULL[full]);
  try {
    await store.put(key, value);
  } catch {
    // The quota must say what is there, also after a write that may or may not have happened.
    if ((await store.get(key).catch(() => undefined)) === undefined) quota.free(key);
    return reply(500, 'the item could not be stored');
  }
  return { status: 204 };
}

async function remove(key: string, store: KeyValueStore, quota: StoreQuota): Promise<ServiceReply> {
  const was = await store.delete(key);
  quota.free(key);
  return was ? { status: 204 } : reply(404, 'no such item');
}
