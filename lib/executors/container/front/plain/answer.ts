import { type BodyEnd, ChunkedEnd, CountedEnd, OPEN_END } from '../../../host/plain-http/body-end.ts';
import { HEAD_END, HeadPieces, MOST_INFORMATIONAL } from '../../../host/plain-http/head-pieces.ts';
import { hasNoBody } from '../../../host/plain-http/message.ts';
import { declared } from '../headers.ts';
import { type Sifted, sift } from './headers.ts';

/** Takes an answer as it comes; bytes as latin1 where they are text. */
export interface AnswerSink {
  /** The head and what came with it of the body. */
  begin(text: string): void;
  more(chunk: Buffer): void;
  /** `reusable` is whether the replica's connection may carry another request. */
  end(reusable: boolean): void;
}

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
  if (method === 'HEAD' || hasNoBody(status)) return new CountedEnd(0);
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
  readonly #pieces = new HeadPieces();
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

  /** `chunk` ends as `piece` does. Returns what follows when this was only informational, else null. */
  #head(piece: string, chunk: Buffer): string | null {
    const head = this.#pieces.add(piece);
    if (head === null) return null;
    const { text, cut } = head;
    const [line, code] = START.exec(text) ?? [];
    const status = Number(code);
    const sifted = line === undefined ? null : siftAnswer(text.slice(line.length, cut + 2));
    if (line === undefined || sifted === null || status === 101) throw new Error('This is no answer.');
    const rest = text.slice(cut + HEAD_END.length);
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
