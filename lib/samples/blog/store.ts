import { Agent, request } from 'node:http';
import type { Post, PostStore } from './blog.ts';

const PREFIX = 'post/';

/** The posts in the key-value store behind STORE_SOCKET: outside of every environment and replica. */
export function openStore(socketPath = process.env.STORE_SOCKET ?? ''): PostStore {
  const agent = new Agent({ keepAlive: true });
  const send = (method: string, path: string, value?: unknown) =>
    exchange({ agent, socketPath, method, path }, value === undefined ? undefined : JSON.stringify(value));
  const item = (id: string) => `/items/${encodeURIComponent(PREFIX + id)}`;
  return {
    async list(limit) {
      const { items } = expecting<{ items: { value: Post }[] }>(
        await send('GET', `/items?prefix=${PREFIX}&limit=${limit}`),
      );
      return items.map(({ value }) => value);
    },
    async get(id) {
      const reply = await send('GET', item(id));
      return reply.status === 404 ? null : expecting<Post>(reply);
    },
    async put(post) {
      expecting(await send('PUT', item(post.id), post));
    },
    async remove(id) {
      const reply = await send('DELETE', item(id));
      if (reply.status !== 404) expecting(reply);
      return reply.status !== 404;
    },
  };
}

interface Reply {
  status: number;
  body: string;
}

function expecting<Value>({ status, body }: Reply): Value {
  if (status >= 300) throw new Error(`The store answered ${status}: ${body}`);
  return JSON.parse(body === '' ? 'null' : body) as Value;
}

const STALE = new Set(['ECONNRESET', 'EPIPE']);

function exchange(
  options: { agent: Agent; socketPath: string; method: string; path: string },
  body?: string,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request({ ...options, headers }, (incoming) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
      );
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection may have been closed while nobody looked; every request here may be repeated.
      if (outgoing.reusedSocket && STALE.has(error.code ?? '')) resolve(exchange(options, body));
      else reject(error);
    });
    outgoing.end(body);
  });
}
