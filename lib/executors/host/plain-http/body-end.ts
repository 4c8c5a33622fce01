import type { Bytes } from '#lib/domain/units.ts';
import { HOP_BY_HOP, isOurs } from './header-names.ts';

/** Finds where a message body ends. */
export interface BodyEnd {
  /** Index behind the body's last byte in this chunk, or -1 when more follows. @throws Error when it is broken */
  find(chunk: Buffer): number;
}

/** A body of known length. */
export class CountedEnd implements BodyEnd {
  #left: Bytes;

  constructor(length: Bytes) {
    this.#left = length;
  }

  find(chunk: Buffer): number {
    if (chunk.length >= this.#left) return this.#left;
    this.#left -= chunk.length;
    return -1;
  }
}

/** A body that lasts as long as its connection. */
export const OPEN_END: BodyEnd = { find: () => -1 };

const SIZE = /^([0-9a-f]{1,12})[\t ]*(?:;[\t\x20-\x7e\x80-\xff]*)?\r$/i;
const LONGEST_LINE: Bytes = 8_192;

const TRAILER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t\x20-\x7e\x80-\xff]*\r$/;
const LARGEST_TRAILERS: Bytes = 8_192;
/** What decides where a message ends or goes has no place behind it (RFC 9110, 6.5.1). */
const NO_TRAILER = new Set([...HOP_BY_HOP, 'content-length', 'host', 'set-cookie']);

function checkTrailer(line: string): void {
  const name = TRAILER.exec(line)?.[1]?.toLowerCase();
  if (name === undefined || NO_TRAILER.has(name) || isOurs(name)) {
    throw new Error('A line behind the chunks may not be there.');
  }
}

/** A chunked body (RFC 9112, 7.1): chunks pass on as they are, only their sizes are read. */
export class ChunkedEnd implements BodyEnd {
  #expected: 'size' | 'data' | 'line end' | 'trailer' = 'size';
  #left: Bytes = 0;
  #line = '';
  #trailers: Bytes = 0;

  find(chunk: Buffer): number {
    for (let at = 0; at < chunk.length; ) {
      if (this.#expected === 'data') {
        at += this.#skip(chunk.length - at);
        continue;
      }
      const end = chunk.indexOf(10, at);
      this.#line += chunk.toString('latin1', at, end < 0 ? chunk.length : end);
      if (this.#line.length > LONGEST_LINE) throw new Error('A line of a chunked body is too long.');
      if (end < 0) return -1;
      at = end + 1;
      if (this.#read()) return at;
    }
    return -1;
  }

  #skip(there: Bytes): Bytes {
    const skipped = Math.min(this.#left, there);
    this.#left -= skipped;
    if (this.#left === 0) this.#expected = 'line end';
    return skipped;
  }

  /** True when the line that is there was the body's last. */
  #read(): boolean {
    const line = this.#line;
    this.#line = '';
    if (this.#expected === 'trailer') return this.#isLast(line);
    if (this.#expected === 'line end') {
      if (line !== '\r') throw new Error('A chunk is longer than it says.');
      this.#expected = 'size';
      return false;
    }
    const size = SIZE.exec(line)?.[1];
    if (size === undefined) throw new Error('A chunk has no size.');
    this.#left = Number.parseInt(size, 16);
    this.#expected = this.#left === 0 ? 'trailer' : 'data';
    return false;
  }

  #isLast(line: string): boolean {
    if (line === '\r') return true;
    checkTrailer(line);
    this.#trailers += line.length;
    if (this.#trailers > LARGEST_TRAILERS) throw new Error('Too much follows the chunks.');
    return false;
  }
}
