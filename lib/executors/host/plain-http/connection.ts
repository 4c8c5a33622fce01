import type { Socket } from 'node:net';
import type { Bytes } from '#lib/domain/units.ts';

/** Of what a client sends before it has its answer; more waits in its socket. */
const MOST_AHEAD: Bytes = 65_536;

/** Who answers the requests of one connection. */
export interface PlainSide {
  /**
   * Begins to serve what came, bytes as latin1, and calls the connection's `next` when its answer is written. False
   * when it is not one plain request: then nothing was done.
   */
  serve(text: string): boolean;
  /** The client has gone, in the midst of a request or between two. */
  gone(): void;
}

export interface PlainOptions {
  sideOf(connection: PlainConnection): PlainSide;
  /** Takes the connection from here on; `first` has not been answered. */
  takeOver(client: Socket, first: Buffer): void;
}

/**
 * A client's connection as long as its requests are plain: small, whole, with nothing to interpret. That spares most
 * of what Node's server does for each. At the first that is not, the connection goes to Node's own server, which
 * knows all of HTTP.
 */
export class PlainConnection {
  readonly client: Socket;
  readonly #side: PlainSide;
  readonly #takeOver: PlainOptions['takeOver'];
  #busy = false;
  /** Busy with nothing but what the client has yet to read. */
  #draining = false;
  #rested = false;
  #left = false;
  /** What came while a request was under way. */
  #waiting: Buffer[] = [];
  #ahead: Bytes = 0;

  constructor(client: Socket, { sideOf, takeOver }: PlainOptions) {
    this.client = client;
    this.#takeOver = takeOver;
    this.#side = sideOf(this);
    client.on('data', this.#data).on('end', this.#end).on('close', this.#close).on('error', this.#error);
  }

  readonly #data = (chunk: Buffer) => {
    if (this.#busy) {
      this.#waiting.push(chunk);
      this.#ahead += chunk.length;
      // Only who reads on notices that the client hangs up.
      if (this.#ahead > MOST_AHEAD) this.client.pause();
    } else this.#serve(chunk);
  };

  /** Who has hung up waits for no answer: its place is for others. Node's server holds it so too. */
  readonly #end = () => {
    if (this.#busy && !this.#draining) this.client.destroy();
    else this.client.end();
  };

  readonly #close = () => {
    this.#waiting = [];
    this.#side.gone();
  };

  readonly #error = () => {};

  /** Ends it when nobody has used it since the last call. */
  endWhenIdle(): void {
    if (this.#left || (this.#busy && !this.#draining)) return;
    if (this.#rested) this.client.destroy();
    this.#rested = true;
  }

  #serve(chunk: Buffer): void {
    this.#busy = true;
    this.#rested = false;
    if (this.#side.serve(chunk.toString('latin1'))) return;
    this.#busy = false;
    this.#leave(chunk);
  }

  /** After an answer: what came meanwhile. */
  readonly next = (): void => {
    const { client } = this;
    if (client.destroyed || client.writableEnded) return;
    this.#draining = client.writableNeedDrain;
    // One that reads no answers gets no more of them: they would pile up here.
    if (this.#draining) {
      client.once('drain', this.next);
      return;
    }
    this.#busy = false;
    if (this.#waiting.length > 0) {
      const chunk = Buffer.concat(this.#waiting.splice(0));
      this.#ahead = 0;
      client.resume();
      this.#serve(chunk);
    }
  };

  #leave(chunk: Buffer): void {
    const { client } = this;
    client.off('data', this.#data).off('end', this.#end).off('close', this.#close).off('error', this.#error);
    this.#left = true;
    this.#takeOver(client, chunk);
  }
}
