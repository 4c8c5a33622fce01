import type { Socket } from 'node:net';
import type { Deadline, Deadlines } from '../../replica/deadlines.ts';
import type { Wire, Wires, WireUser } from '../../replica/wires.ts';
import type { Forwarded } from '../forward.ts';
import { AnswerReader, type AnswerSink } from './answer.ts';

/** What is sent to the replica, bytes as latin1. */
export interface Message {
  method: string;
  text: string;
}

/** One request on its way to a replica and its answer on the way to the client, both without a look into the body. */
export class Exchange implements WireUser, AnswerSink {
  readonly #client: Socket;
  readonly #wires: Wires;
  readonly #wire: Wire;
  readonly #reader: AnswerReader;
  readonly #settle: (how: Forwarded) => void;
  readonly #deadlines: Deadlines;
  #deadline: Deadline | null;
  #begun = false;
  #over = false;
  #paused = false;

  constructor(
    client: Socket,
    wires: Wires,
    message: Message,
    deadlines: Deadlines,
    settle: (how: Forwarded) => void,
  ) {
    this.#client = client;
    this.#wires = wires;
    this.#settle = settle;
    this.#reader = new AnswerReader(message.method, this);
    // The limit is for the answer to begin: a stream may take as long as it likes.
    this.#deadlines = deadlines;
    this.#deadline = deadlines.add(() => this.#late());
    this.#wire = wires.take(this);
    this.#wire.socket.write(message.text, 'latin1');
  }

  /** The client has gone. */
  abort(): void {
    this.#finish('broken', false);
  }

  #late(): void {
    this.#deadline = null;
    this.#finish('timeout', false);
  }

  #inTime(): void {
    if (this.#deadline !== null) this.#deadlines.remove(this.#deadline);
    this.#deadline = null;
  }

  data(chunk: Buffer): void {
    try {
      this.#reader.feed(chunk);
    } catch {
      this.#break();
    }
  }

  closed(ended: boolean): void {
    if (ended && this.#reader.openEnded) {
      this.#client.end();
      this.#finish('done', false);
    } else this.#break();
  }

  begin(text: string): void {
    this.#begun = true;
    this.#inTime();
    this.#pace(this.#client.write(text, 'latin1'));
  }

  more(chunk: Buffer): void {
    this.#pace(this.#client.write(Buffer.from(chunk)));
  }

  end(reusable: boolean): void {
    this.#finish('done', reusable);
  }

  /** A client that reads slowly slows the replica down. */
  #pace(drained: boolean): void {
    if (drained || this.#paused) return;
    this.#paused = true;
    this.#wire.socket.pause();
    this.#client.once('drain', this.#resume);
  }

  readonly #resume = () => {
    this.#paused = false;
    this.#wire.socket.resume();
  };

  #break(): void {
    if (this.#begun) this.#client.destroy();
    this.#finish(this.#begun ? 'broken' : 'unanswered', false);
  }

  #finish(how: Forwarded, reusable: boolean): void {
    if (this.#over) return;
    this.#over = true;
    this.#inTime();
    // The wire may soon be another request's, which this client must not hasten.
    this.#client.off('drain', this.#resume);
    if (reusable && this.#wire.socket.isPaused()) this.#wire.socket.resume();
    this.#wires.release(this.#wire, reusable);
    this.#settle(how);
  }
}
