import { database } from '../database/database.ts';
import { LiveHub } from './hub.ts';

const shared = globalThis as typeof globalThis & {
  crossoverHub?: LiveHub;
  crossoverStreams?: Set<() => void>;
};

function hub(): LiveHub {
  shared.crossoverHub ??= new LiveHub(database());
  return shared.crossoverHub;
}

/** Streams still open; the web process closes them on SIGTERM, or it would never end. */
export function openStreams(): Set<() => void> {
  shared.crossoverStreams ??= new Set();
  return shared.crossoverStreams;
}

const KEEP_ALIVE_MS = 15_000;
const encoder = new TextEncoder();
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // no-transform: a compressing proxy would hold events back.
  'cache-control': 'no-cache, no-transform',
  connection: 'keep-alive',
};

/** `Last-Event-ID` as the browser sends it on reconnect; anything else starts from the beginning. */
const lastEventId = (request: Request): bigint => {
  const header = request.headers.get('last-event-id') ?? '';
  return /^\d{1,18}$/.test(header) ? BigInt(header) : 0n;
};

export interface StreamOptions {
  /** Ends the stream after the event for which it returns true. */
  isLast?: (payload: unknown) => boolean;
  /** Events after this id; by default those that the reader has not seen. */
  from?: bigint;
  headers?: Record<string, string>;
}

/** A topic as server-sent events. Stored events come first, so a reload in the middle goes on where it was. */
export function eventStream(request: Request, topic: string, options: StreamOptions = {}): Response {
  const headers = { ...HEADERS, ...options.headers };
  // Next answers HEAD by GET and drops the body without ending it.
  if (request.method === 'HEAD') return new Response(null, { headers });
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      write('retry: 1000\n\n');
      const unsubscribe = hub().subscribe(topic, options.from ?? lastEventId(request), ({ id, payload }) => {
        write(`id: ${id}\ndata: ${JSON.stringify(payload)}\n\n`);
        if (options.isLast?.(payload)) end();
      });
      const keepAlive = setInterval(() => write(': still here\n\n'), KEEP_ALIVE_MS);
      end = once(() => {
        clearInterval(keepAlive);
        unsubscribe();
        openStreams().delete(end);
        controller.close();
      });
      openStreams().add(end);
      request.signal.addEventListener('abort', end);
    },
    cancel: () => end(),
  });
  return new Response(stream, { headers });
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    try {
      action();
    } catch {
      // The controller was closed by the other end first.
    }
  };
}
