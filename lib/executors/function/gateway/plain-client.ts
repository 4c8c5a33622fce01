import type { PlainConnection, PlainSide } from '../../host/plain-http/connection.ts';
import { type Answer, messageOf } from '../../host/plain-http/message.ts';
import { type PlainRequest, PlainRequests } from './plain-request.ts';

/** The answer to a request; without one the connection ends. */
export type ServePlain = (request: PlainRequest) => Promise<Answer>;

/** One client of a function: a request, an invocation, an answer. An invocation goes on when its client has gone. */
export class PlainClient implements PlainSide {
  readonly #serve: ServePlain;
  readonly #requests = new PlainRequests();
  /** Null once the client has gone: what is still under way keeps nothing of its connection. */
  #connection: PlainConnection | null;

  constructor(connection: PlainConnection, serve: ServePlain) {
    this.#connection = connection;
    this.#serve = serve;
  }

  serve(text: string): boolean {
    const request = this.#requests.read(text);
    if (request === null) return false;
    this.#serve(request).then(this.#answer, this.#fail);
    return true;
  }

  gone(): void {
    this.#connection = null;
  }

  readonly #answer = (answer: Answer) => {
    if (this.#connection === null) return;
    this.#connection.client.write(messageOf(answer));
    this.#connection.next();
  };

  readonly #fail = () => void this.#connection?.client.destroy();
}
