import { FrameReader, frameOf, ProtocolViolation } from '../protocol/frames.ts';
import { type Incoming, type Outgoing, readIncoming } from '../protocol/messages.ts';
import { RECORD_BYTES, recordsIn, writeRecord } from '../protocol/record.ts';
import type { Sandbox } from '../sandbox/launch.ts';
import { type Ending, tampered, violated } from './ending.ts';

export interface ChannelEnds {
  receive: (message: Incoming) => void;
  /** The code in the sandbox has done what its wrapper never does. */
  violated: (ending: Ending) => void;
}

/** Written and read at once, so one will do for all. */
const record = Buffer.alloc(RECORD_BYTES);

/**
 * Messages into one sandbox and out of it. Into it they go by the channel, or, from `startMailbox` on, by its mailbox,
 * where more than one may wait.
 */
export class Channel {
  readonly #sandbox: Sandbox;
  readonly #ends: ChannelEnds;
  readonly #frames = new FrameReader();
  #usesMailbox = false;
  #closed = false;

  constructor(sandbox: Sandbox, ends: ChannelEnds) {
    this.#sandbox = sandbox;
    this.#ends = ends;
    sandbox.channel.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  /** More than one message may wait for the sandbox, and all but the first can be taken back. */
  get holdsMore(): boolean {
    return this.#usesMailbox;
  }

  /** The wrapper in the sandbox reads its mailbox from now on, if it has one. */
  startMailbox(): void {
    this.#usesMailbox = this.#sandbox.mailbox !== null;
  }

  /** The wrapper in the sandbox reads the channel alone. */
  leaveMailbox(): void {
    this.#usesMailbox = false;
  }

  /** Nothing goes in or comes out any more. */
  close(): void {
    this.#closed = true;
  }

  send(message: Outgoing, number: number): void {
    const json = JSON.stringify(message);
    const inRecord = this.#usesMailbox && writeRecord(record, number, json);
    if (this.#usesMailbox) this.#post();
    if (!inRecord) this.#sandbox.channel.write(frameOf(json));
  }

  /** Behind what is there already; false when it is too long for that, and nothing was sent then. */
  sendBehind(message: Outgoing, number: number): boolean {
    if (!writeRecord(record, number, JSON.stringify(message))) return false;
    this.#post();
    return true;
  }

  #post(): void {
    if (this.#sandbox.mailbox?.put(record) === false) this.#ends.violated(tampered());
  }

  /** The numbers of the messages that the sandbox has not begun to read; `kept` stays with it. */
  takeBack(kept: number): number[] {
    const records = recordsIn(this.#sandbox.mailbox?.takeBack() ?? Buffer.alloc(0));
    const again = records.get(kept);
    records.delete(kept);
    if (again !== undefined) this.#sandbox.mailbox?.put(again);
    return [...records.keys()];
  }

  #receive(chunk: Buffer): void {
    if (this.#closed) return;
    try {
      for (const frame of this.#frames.push(chunk)) this.#ends.receive(readIncoming(frame));
    } catch (error) {
      const what = error instanceof ProtocolViolation ? error.message : 'something unreadable';
      this.#ends.violated(violated(what));
    }
  }
}
