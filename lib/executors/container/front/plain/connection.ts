import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Bytes } from '#lib/domain/units.ts';
import type { Deadlines } from '../../replica/deadlines.ts';
import type { Dispatcher } from '../../replica/dispatcher.ts';
import type { Replica } from '../../replica/replica.ts';
import type { Forwarded } from '../forward.ts';
import { FAILED, isReplica, leave, type Refusal, refusalOf, refusalParts, replicaFor } from '../lease.ts';
import { Exchange } from './exchange.ts';
import { type PlainRequest, PlainRequests } from './request.ts';

const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Of what a client sends before it has its answer; more waits in its socket. */
const MOST_AHEAD: Bytes = 65_536;

/** What a connection needs of the front. */
export interface PlainFront {
  readonly dispatcher: Dispatcher;
  readonly deadlines: Deadlines;
  /** Takes the connection from here on; `first` has not been answered. */
  takeOver(client: Socket, first: Buffer): void;
}

function refusalText(refusal: Refusal, method: string): string {
  const { headers, body } = refusalParts(refusal);
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const { status } = refusal;
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n${method === 'HEAD' ? '' : body}`;
}

/**
 * A client's connection as long as its requests are plain: small, whole, with nothing to interpret. They pass
 * through by their text alone, at a third of the cost of taking them apart and putting them together again. At the
 * first that is not plain the connection goes to Node's own server, which knows all of HTTP.
 */
export class PlainConnection {
  readonly #client: Socket;
  readonly #front: PlainFront;
  readonly #requests: PlainRequests;
  #exchange: Exchange | null = null;
  #busy = false;
  /** Busy with nothing but what the client has yet to read. */
  #draining = false;
  #rested = false;
  #left = false;
  /** What came while a request was under way. */
  #waiting: Buffer[] = [];
  #ahead: Bytes = 0;
  readonly #gone = new AbortController();

  constructor(client: Socket, front: PlainFront) {
    this.#client = client;
    this.#front = front;
    this.#requests = new PlainRequests(client.remoteAddress ?? 'unknown');
    client.on('data', this.#data);
    client.on('end', this.#end);
    client.on('close', this.#close);
    client.on('error', this.#error);
  }

  readonly #data = (chunk: Buffer) => {
    if (this.#busy) {
      this.#waiting.push(chunk);
      this.#ahead += chunk.length;
      // Only who reads on notices that the client hangs up.
      if (this.#ahead > MOST_AHEAD) this.#client.pause();
    } else this.#serve(chunk);
  };

  /** Who has hung up waits for no answer: its place is for others. Node's server holds it so too. */
  readonly #end = () => {
    if (this.#busy && !this.#draining) this.#client.destroy();
    else this.#client.end();
  };

  readonly #close = () => {
    this.#gone.abort();
    this.#exchange?.abort();
  };

  readonly #error = () => {};

  /** Ends it when nobody has used it since the last call. */
  endWhenIdle(): void {
    if (this.#left || (this.#busy && !this.#draining)) return;
    if (this.#rested) this.#client.destroy();
    this.#rested = true;
  }

  #serve(chunk: Buffer): void {
    const request = this.#requests.read(chunk.toString('latin1'));
    if (request === null) {
      this.#leave(chunk);
      return;
    }
    this.#busy = true;
    this.#rested = false;
    this.#try(request, true);
  }

  /** Without a promise when a replica is free, as it is for most. */
  #try(request: PlainRequest, first: boolean): void {
    const free = this.#front.dispatcher.take();
    if (free !== null) this.#pass(free, request, first);
    else void this.#wait(request, first);
  }

  async #wait(request: PlainRequest, first: boolean): Promise<void> {
    const { dispatcher } = this.#front;
    const found = await replicaFor(dispatcher, this.#gone.signal);
    if (!isReplica(found)) this.#say(refusalOf(found), request.method);
    else if (this.#client.destroyed) leave(found, dispatcher);
    else this.#pass(found, request, first);
  }

  #pass(replica: Replica, request: PlainRequest, first: boolean): void {
    const { dispatcher, deadlines } = this.#front;
    this.#exchange = new Exchange(this.#client, replica.client.wires, request, deadlines, (how) => {
      this.#exchange = null;
      leave(replica, dispatcher);
      this.#settled(how, request, first);
    });
  }

  #settled(how: Forwarded, request: PlainRequest, first: boolean): void {
    if (how === 'done' || how === 'broken') this.#next();
    // A replica that crashed before it said a word: another one may do better, once.
    else if (how === 'unanswered' && first && !request.hasBody && REPEATABLE.has(request.method)) {
      this.#try(request, false);
    } else this.#say(FAILED[how], request.method);
  }

  #say(refusal: Refusal, method: string): void {
    if (!this.#client.destroyed) this.#client.write(refusalText(refusal, method));
    this.#next();
  }

  /** After an answer: what came meanwhile. */
  readonly #next = (): void => {
    if (this.#client.destroyed || this.#client.writableEnded) return;
    this.#draining = this.#client.writableNeedDrain;
    // One that reads no answers gets no more of them: they would pile up here.
    if (this.#draining) {
      this.#client.once('drain', this.#next);
      return;
    }
    this.#busy = false;
    if (this.#waiting.length > 0) {
      const chunk = Buffer.concat(this.#waiting.splice(0));
      this.#ahead = 0;
      this.#client.resume();
      this.#serve(chunk);
    }
  };

  #leave(chunk: Buffer): void {
    const client = this.#client;
    client.off('data', this.#data).off('end', this.#end).off('close', this.#close).off('error', this.#error);
    this.#left = true;
    this.#front.takeOver(client, chunk);
  }
}
