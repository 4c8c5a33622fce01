import type { Socket } from 'node:net';
import { type PlainRequest, PlainRequests } from './plain-request.ts';

export interface PlainFront {
  /** The answer to a request as it goes over the connection; without one the connection ends. */
  serve(request: PlainRequest): Promise<Buffer>;
  /** Takes the connection from here on; `first` has not been answered. */
  takeOver(client: Socket, first: Buffer): void;
}

/**
 * A client's connection as long as its requests are plain, which spares most of what Node's server does for each. At
 * the first that is not, the connection goes to Node's own server, which knows all of HTTP.
 */
export class PlainConnection {
  readonly #client: Socket;
  readonly #front: PlainFront;
  readonly #requests = new PlainRequests();
  #busy = false;
  #left = false;
  #ended = false;
  #rested = false;
  /** What came while a request was under way. */
  #waiting: Buffer[] = [];

  constructor(client: Socket, front: PlainFront) {
    this.#client = client;
    this.#front = front;
    client.on('data', this.#data).on('end', this.#end).on('error', this.#error);
  }

  readonly #data = (chunk: Buffer) => {
    if (this.#busy) {
      this.#waiting.push(chunk);
      this.#client.pause();
    } else this.#read(chunk);
  };

  readonly #end = () => {
    this.#ended = true;
    if (!this.#busy) this.#client.end();
  };

  readonly #error = () => {};

  readonly #fail = () => void this.#client.destroy();

  /** Ends it when nobody has used it since the last call. */
  endWhenIdle(): void {
    if (this.#left || this.#busy) return;
    if (this.#rested) this.#client.destroy();
    this.#rested = true;
  }

  #read(chunk: Buffer): void {
    const request = this.#requests.read(chunk.toString('latin1'));
    if (request === null) {
      this.#leave(chunk);
      return;
    }
    this.#busy = true;
    this.#rested = false;
    this.#front.serve(request).then(this.#answer, this.#fail);
  }

  readonly #answer = (message: Buffer) => {
    const client = this.#client;
    if (client.destroyed) return;
    client.write(message);
    // Who does not read gets no more answers made: they would gather here without bound.
    if (client.writableNeedDrain) client.once('drain', this.#next);
    else this.#next();
  };

  readonly #next = () => {
    const client = this.#client;
    this.#busy = false;
    if (this.#waiting.length > 0) {
      const chunk = Buffer.concat(this.#waiting.splice(0));
      client.resume();
      this.#read(chunk);
    } else if (this.#ended) client.end();
  };

  #leave(chunk: Buffer): void {
    const client = this.#client;
    client.off('data', this.#data).off('end', this.#end).off('error', this.#error);
    this.#left = true;
    this.#front.takeOver(client, chunk);
  }
}
