import type { LiveEvent } from '#lib/domain/live/events.ts';
import type { Bytes } from '#lib/domain/units.ts';
import { database } from '../database/database.ts';
import { LiveHub, type StoredEvent, type Subscription } from './hub.ts';

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
  /**
   * The last event of what has ended already, for a stream that finds none to end with: the reader had seen it, or
   * it is forgotten. Null while it goes on.
   */
  ended?: LiveEvent | null;
  /** Events after this id; by default those that the reader has not seen. */
  from?: bigint;
  headers?: Record<string, string>;
}

/** Waits for a reader beyond what its connection holds. One event more may come: an answer with its logs. */
const HIGH_WATER: Bytes = 65_536;

/** A topic as server-sent events. Stored events come first, so a reload in the middle goes on where it was. */
export function eventStream(request: Request, topic: string, options: StreamOptions = {}): Response {
  const headers = { ...HEADERS, ...options.headers };
  // Next answers HEAD by GET and drops the body without ending it; so it does for a reader that has left meanwhile.
  if (request.method === 'HEAD' || request.signal.aborted) return new Response(null, { headers });
  const source = new TopicStream(request, topic, options);
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER });
  return new Response(new ReadableStream<Uint8Array>(source, strategy), { headers });
}

/** Reads on from the database as fast as its reader takes: what waits for a slow one waits there. */
class TopicStream implements UnderlyingDefaultSource<Uint8Array> {
  readonly #request: Request;
  readonly #topic: string;
  readonly #options: StreamOptions;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #subscription: Subscription | null = null;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(request: Request, topic: string, options: StreamOptions) {
    this.#request = request;
    this.#topic = topic;
    this.#options = options;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    openStreams().add(this.#end);
    this.#request.signal.addEventListener('abort', this.#end);
    this.#write('retry: 1000\n\n');
    // Not to a reader that takes nothing: so that its connection falls silent, and is cut off for it.
    this.#keepAlive = setInterval(() => this.#hasRoom() && this.#write(': still here\n\n'), KEEP_ALIVE_MS);
    const from = this.#options.from ?? lastEventId(this.#request);
    this.#subscription = hub().subscribe(this.#topic, from, {
      push: (event) => this.#push(event),
      caughtUp: () => this.#caughtUp(),
    });
  }

  pull(): void {
    this.#subscription?.resume();
  }

  cancel(): void {
    this.#end();
  }

  #push({ id, payload }: StoredEvent): boolean {
    this.#write(`id: ${id}\ndata: ${JSON.stringify(payload)}\n\n`);
    if (this.#options.isLast?.(payload)) this.#end();
    return this.#hasRoom();
  }

  #caughtUp(): void {
    const { ended = null } = this.#options;
    if (ended === null) return;
    this.#write(`data: ${JSON.stringify(ended)}\n\n`);
    this.#end();
  }

  #hasRoom = (): boolean => (this.#controller?.desiredSize ?? 0) > 0;

  #write(text: string): void {
    this.#controller?.enqueue(encoder.encode(text));
  }

  /** The reader still gets all that is written, and nothing after it. */
  readonly #end = (): void => {
    const controller = this.#controller;
    if (controller === null) return;
    this.#controller = null;
    clearInterval(this.#keepAlive);
    this.#subscription?.end();
    openStreams().delete(this.#end);
    this.#request.signal.removeEventListener('abort', this.#end);
    try {
      controller.close();
    } catch {
      // It was closed by the other end first.
    }
  };
}
