import type { PlainConnection, PlainSide } from '../../../host/plain-http/connection.ts';
import { messageOf } from '../../../host/plain-http/message.ts';
import type { Deadlines } from '../../replica/deadlines.ts';
import type { Dispatcher } from '../../replica/dispatcher.ts';
import type { Replica } from '../../replica/replica.ts';
import type { Forwarded } from '../forward.ts';
import { FAILED, isReplica, leave, type Refusal, refusalOf, refusalParts, replicaFor } from '../lease.ts';
import { Exchange } from './exchange.ts';
import { type PlainRequest, PlainRequests } from './request.ts';

const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a client's connection needs of the front. */
export interface PlainFront {
  readonly dispatcher: Dispatcher;
  readonly deadlines: Deadlines;
}

/**
 * One client of the front. Its requests pass through by their text alone, at a third of the cost of taking them
 * apart and putting them together again.
 */
export class PlainClient implements PlainSide {
  readonly #connection: PlainConnection;
  readonly #front: PlainFront;
  readonly #requests: PlainRequests;
  #exchange: Exchange | null = null;
  readonly #gone = new AbortController();

  constructor(connection: PlainConnection, front: PlainFront) {
    this.#connection = connection;
    this.#front = front;
    this.#requests = new PlainRequests(connection.client.remoteAddress ?? 'unknown');
  }

  serve(text: string): boolean {
    const request = this.#requests.read(text);
    if (request === null) return false;
    this.#try(request, true);
    return true;
  }

  gone(): void {
    this.#gone.abort();
    this.#exchange?.abort();
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
    else if (this.#connection.client.destroyed) leave(found, dispatcher);
    else this.#pass(found, request, first);
  }

  #pass(replica: Replica, request: PlainRequest, first: boolean): void {
    const { dispatcher, deadlines } = this.#front;
    const { client } = this.#connection;
    this.#exchange = new Exchange(client, replica.client.wires, request, deadlines, (how) => {
      this.#exchange = null;
      leave(replica, dispatcher);
      this.#settled(how, request, first);
    });
  }

  #settled(how: Forwarded, request: PlainRequest, first: boolean): void {
    if (how === 'done' || how === 'broken') this.#connection.next();
    // A replica that crashed before it said a word: another one may do better, once.
    else if (how === 'unanswered' && first && !request.hasBody && REPEATABLE.has(request.method)) {
      this.#try(request, false);
    } else this.#say(FAILED[how], request.method);
  }

  #say(refusal: Refusal, method: string): void {
    const { client } = this.#connection;
    const { status } = refusal;
    if (!client.destroyed) client.write(messageOf({ status, ...refusalParts(refusal) }, method));
    this.#connection.next();
  }
}
