import type { Bytes } from '#lib/domain/units.ts';
import { type BodyEnd, ChunkedEnd, CountedEnd, OPEN_END } from '../../host/plain-http/body-end.ts';
import {
  HEAD_END,
  HeadPieces,
  type HeadText,
  MOST_INFORMATIONAL,
} from '../../host/plain-http/head-pieces.ts';
import { hasNoBody } from '../../host/plain-http/message.ts';
import { joinChunks } from './chunks.ts';
import { type Head, headOf } from './message-head.ts';

/** Largest answer that is read: what the wrapper may send, with room for escaping a problem. */
const MAX_ANSWER: Bytes = 6 * 1024 * 1024 + 65_536;

export class AnswerTooLarge extends Error {}

/** An answer, whole. */
export interface Message {
  status: number;
  /** Its header lines that mean something to us, by name in lower case. */
  headers: Head['headers'];
  cookies: Head['cookies'];
  /** The body as text, or in base64 when the wrapper says that it is bytes. */
  text: string;
}

export interface Whole {
  message: Message;
  /** Whether the connection may carry another request. */
  reusable: boolean;
}

const codingOf = ({ headers }: Head): 'base64' | 'utf8' =>
  headers['x-crossover-base64'] === '1' ? 'base64' : 'utf8';

function endOf(head: Head): BodyEnd {
  if (head.chunked) return new ChunkedEnd();
  return head.length === null ? OPEN_END : new CountedEnd(head.length);
}

/** Reads one answer of a replica, which is not to be trusted. */
export class MessageReader {
  readonly #method: string;
  readonly #headPieces = new HeadPieces();
  #informational = 0;
  #head: Head | null = null;
  #end: BodyEnd = OPEN_END;
  readonly #pieces: Buffer[] = [];
  #size: Bytes = 0;

  constructor(method: string) {
    this.#method = method;
  }

  /** More bytes; the answer once it is whole. `chunk` is not kept. @throws Error when this is no answer */
  feed(chunk: Buffer): Whole | null {
    if (this.#head !== null) return this.#more(this.#head, chunk);
    const head = this.#headPieces.add(chunk.toString('latin1'));
    return head === null ? null : this.#begin(head, chunk);
  }

  /** The connection has come to its end; the answer when that is how it ends. */
  over(): Whole | null {
    if (this.#head === null || this.#end !== OPEN_END) return null;
    return this.#whole(this.#head, Buffer.concat(this.#pieces), false);
  }

  #begin({ text, cut }: HeadText, chunk: Buffer): Whole | null {
    const head = headOf(text, cut);
    const at = chunk.length - (text.length - cut - HEAD_END.length);
    if (head.status < 200) return this.#after(head, chunk.subarray(at));
    if (this.#method === 'HEAD' || hasNoBody(head.status)) {
      const { status, headers, cookies, lasts } = head;
      return { message: { status, headers, cookies, text: '' }, reusable: lasts && at === chunk.length };
    }
    // Nearly all answers come in one piece, of which no copy needs to be made.
    if (head.length === chunk.length - at && head.length <= MAX_ANSWER) {
      const { status, headers, cookies, lasts } = head;
      const text = chunk.toString(codingOf(head), at);
      return { message: { status, headers, cookies, text }, reusable: lasts };
    }
    this.#head = head;
    this.#end = endOf(head);
    return this.#more(head, chunk.subarray(at));
  }

  #after({ status }: Head, rest: Buffer): Whole | null {
    this.#informational += 1;
    if (status === 101 || this.#informational > MOST_INFORMATIONAL) {
      throw new Error('The answer does not come to its point.');
    }
    return rest.length === 0 ? null : this.feed(rest);
  }

  #more(head: Head, chunk: Buffer): Whole | null {
    const end = this.#end.find(chunk);
    const piece = end < 0 ? chunk : chunk.subarray(0, end);
    this.#size += piece.length;
    if (this.#size > MAX_ANSWER) throw new AnswerTooLarge('The answer is too large.');
    // The reader of the connection writes over what it has given.
    this.#pieces.push(Buffer.from(piece));
    if (end < 0) return null;
    const body = Buffer.concat(this.#pieces);
    return this.#whole(head, head.chunked ? joinChunks(body) : body, head.lasts && end === chunk.length);
  }

  #whole(head: Head, body: Buffer, reusable: boolean): Whole {
    const { status, headers, cookies } = head;
    return { message: { status, headers, cookies, text: body.toString(codingOf(head)) }, reusable };
  }
}
