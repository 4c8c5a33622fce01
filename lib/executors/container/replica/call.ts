import type { InvokeRequest } from '#lib/domain/execution/executor.ts';
import { type Message, MessageReader, type Whole } from './message-reader.ts';
import { headText } from './request-text.ts';
import type { Wire, Wires, WireUser } from './wires.ts';

/**
 * One request on its way and its answer, read whole. It speaks HTTP by itself, for an answer that is read whole needs
 * little of it: at tens of thousands of requests a second a client that knows all of HTTP was most of the cost.
 */
export class Call implements WireUser {
  readonly answer: Promise<Message>;
  readonly #settle: PromiseWithResolvers<Message>;
  readonly #wires: Wires;
  readonly #reader: MessageReader;
  #wire: Wire | null = null;

  constructor(wires: Wires, request: InvokeRequest) {
    this.#settle = Promise.withResolvers<Message>();
    this.answer = this.#settle.promise;
    this.#wires = wires;
    this.#reader = new MessageReader(request.method);
    try {
      this.#send(request);
    } catch (error) {
      this.#settle.reject(error);
    }
  }

  /** Gives it up: the answer rejects with the reason. */
  abort(reason: Error): void {
    this.#release(false);
    this.#settle.reject(reason);
  }

  data(chunk: Buffer): void {
    try {
      const whole = this.#reader.feed(chunk);
      if (whole !== null) this.#finish(whole);
    } catch (error) {
      this.abort(error instanceof Error ? error : new Error(String(error)));
    }
  }

  closed(ended: boolean): void {
    const whole = ended ? this.#reader.over() : null;
    if (whole === null) this.abort(new Error('The connection was closed before the answer was whole.'));
    else this.#finish(whole);
  }

  #send(request: InvokeRequest): void {
    const body = request.isBase64Encoded ? Buffer.from(request.body ?? '', 'base64') : request.body;
    const head = headText(request, body === null ? 0 : Buffer.byteLength(body));
    this.#wire = this.#wires.take(this);
    this.#wire.socket.write(head, 'latin1');
    if (body !== null) this.#wire.socket.write(body);
  }

  #finish({ message, reusable }: Whole): void {
    // A server may answer before it has read all of the request.
    this.#release(reusable && this.#wire?.socket.writableLength === 0);
    this.#settle.resolve(message);
  }

  #release(reusable: boolean): void {
    if (this.#wire !== null) this.#wires.release(this.#wire, reusable);
    this.#wire = null;
  }
}
