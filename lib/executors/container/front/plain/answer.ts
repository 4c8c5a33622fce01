import type { Bytes } from '#lib/domain/units.ts';
import { declared } from '../headers.ts';
import { type BodyEnd, ChunkedEnd, CountedEnd, OPEN_END } from './body.ts';
import { type Sifted, sift } from './headers.ts';

/** Takes an answer as it comes; bytes as latin1 where they are text. */
export interface AnswerSink {
  /** The head and what came with it of the body. */
  begin(text: string): void;
  more(chunk: Buffer): void;
  /** `reusable` is whether the replica's connection may carry another request. */
  end(reusable: boolean): void;
}

const LARGEST_HEAD: Bytes = 65_536;
/** Answers of 1xx before the answer itself. */
const MOST_INFORMATIONAL = 8;
const HEAD_END = '\r\n\r\n';
const START = /^HTTP\/1\.[01] ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?\r\n/;

/** Most answers of a server have the same lines as the one before. */
let last: { given: string; sifted: Sifted | null } = { given: '', sifted: null };

function siftAnswer(lines: string): Sifted | null {
  if (lines !== last.given) last = { given: lines, sifted: siftedOf(lines) };
  return last.sifted;
}

/** The head's lines without those that the answer itself declares to be of this connection only. */
function siftedOf(lines: string): Sifted | null {
  const sifted = sift(lines);
  const own = declared(sifted?.connection);
  return own.size === 0 ? sifted : sift(lines, () => false, own);
}

/** How the body of an answer ends (RFC 9112, 6.3). @throws Error when that is not beyond doubt */
function endOf(status: number, method: string, { length, transfer }: Sifted): BodyEnd {
  if (method === 'HEAD' || status === 204 || status === 304) return new CountedEnd(0);
  if (transfer !== null) {
    if (transfer !== 'chunked' || length !== null)
      throw new Error('The body of the answer has no clear end.');
    return new ChunkedEnd();
  }
  return length === null ? OPEN_END : new CountedEnd(length);
}

/** Reads one answer of a replica, which is not to be trusted, and passes it on. */
export class AnswerReader {
  readonly #method: string;
  readonly #sink: AnswerSink;
  /** Of a head that has no end yet: what came, its size, and its last bytes, where the end may begin. */
  #held: string[] = [];
  #size: Bytes = 0;
  #seam = '';
  #informational = 0;
  #end: BodyEnd | null = null;
  #reusable = true;

  constructor(method: string, sink: AnswerSink) {
    this.#method = method;
    this.#sink = sink;
  }

  /** More bytes. @throws Error when this is no answer */
  feed(chunk: Buffer): void {
    if (this.#end !== null) {
      this.#body(chunk, this.#end);
      return;
    }
    let text: string | null = chunk.toString('latin1');
    // What follows an informational answer is the next one.
    while (text !== null) text = this.#head(text, chunk);
  }

  #body(chunk: Buffer, body: BodyEnd): void {
    const end = body.find(chunk);
    this.#sink.more(end < 0 || end === chunk.length ? chunk : chunk.subarray(0, end));
    if (end >= 0) this.#sink.end(this.#reusable && end === chunk.length);
  }

  /** True when the end of the connection is the end of the answer. */
  get openEnded(): boolean {
    return this.#end === OPEN_END;
  }

  /** All of a head and what came with it; null while its end is missing. Each byte is looked at once. */
  #whole(text: string): string | null {
    const ends = (this.#seam + text).includes(HEAD_END);
    this.#size += text.length;
    this.#seam = (this.#seam + text.slice(-3)).slice(-3);
    this.#held.push(text);
    if (!ends && this.#size > LARGEST_HEAD) throw new Error('The head of the answer is too large.');
    if (!ends) return null;
    this.#size = 0;
    this.#seam = '';
    return this.#held.splice(0).join('');
  }

  /** `chunk` ends as `piece` does. Returns what follows when this was only informational, else null. */
  #head(piece: string, chunk: Buffer): string | null {
    const text = this.#whole(piece);
    if (text === null) return null;
    const cut = text.indexOf(HEAD_END);
    if (cut > LARGEST_HEAD) throw new Error('The head of the answer is too large.');
    const [line, code] = START.exec(text) ?? [];
    const status = Number(code);
    const sifted = line === undefined ? null : siftAnswer(text.slice(line.length, cut + 2));
    if (line === undefined || sifted === null || status === 101) throw new Error('This is no answer.');
    const rest = text.slice(cut + 4);
    if (status < 200) return this.#after(rest);
    this.#begin(line, sifted, status, chunk.subarray(chunk.length - rest.length), rest);
    return null;
  }

  #after(rest: string): string {
    this.#informational += 1;
    if (this.#informational > MOST_INFORMATIONAL) throw new Error('The answer does not come to its point.');
    return rest;
  }

  #begin(line: string, sifted: Sifted, status: number, rest: Buffer, text: string): void {
    const { connection } = sifted;
    const end = endOf(status, this.#method, sifted);
    this.#end = end;
    const lasts = end !== OPEN_END;
    this.#reusable =
      lasts && (connection === '' || connection === 'keep-alive') && line.startsWith('HTTP/1.1');
    const framing = `${sifted.transfer === null ? '' : 'transfer-encoding: chunked\r\n'}${lasts ? '' : 'connection: close\r\n'}`;
    const at = end.find(rest);
    const body = at < 0 || at === rest.length ? text : text.slice(0, at);
    this.#sink.begin(`HTTP/1.1${line.slice(8)}${sifted.text}${framing}\r\n${body}`);
    if (at >= 0) this.#sink.end(this.#reusable && at === rest.length);
  }
}
