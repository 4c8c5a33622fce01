import { describe, expect, it } from 'vitest';
import { type BodyEnd, ChunkedEnd, CountedEnd, OPEN_END } from './body-end.ts';

/** Feeds bytes in pieces of this size; where the body ends among all of them, -1 when it does not. */
function endIn(text: string, size: number, end: BodyEnd): number {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) {
    const found = end.find(bytes.subarray(at, at + size));
    if (found >= 0) return at + found;
  }
  return -1;
}

const sizes = [1, 7, 1_000_000];
const NEXT = 'HTTP/1.1 200 OK\r\n\r\n';

describe.each(sizes)('the end of a body in pieces of %d', (size) => {
  it('of known length, before what follows', () => {
    expect(endIn(`hello${NEXT}`, size, new CountedEnd(5))).toBe(5);
    expect(endIn('hell', size, new CountedEnd(5))).toBe(-1);
    expect(endIn(NEXT, size, new CountedEnd(0))).toBe(0);
  });

  it('as long as its connection is not found', () => {
    expect(endIn(NEXT, size, OPEN_END)).toBe(-1);
  });

  it('in chunks, one of which looks like an end, before what follows', () => {
    const chunks = '5;x=1\r\nhello\r\nB\r\n\r\n0\r\n\r\nHTTP\r\n0\r\nX-End: 1\r\n\r\n';
    expect(endIn(chunks + NEXT, size, new ChunkedEnd())).toBe(chunks.length);
    expect(endIn(chunks.slice(0, -1), size, new ChunkedEnd())).toBe(-1);
  });

  it.each(['zz\r\n', '\r\n', '-1\r\n', '1 \r\r\n', '1\n', '1000000000000\r\n', '1\r\nabc\r\n'])(
    'is not where chunks are broken: %j',
    (chunks) => {
      expect(() => endIn(chunks, size, new ChunkedEnd())).toThrow(/no size|longer than it says/);
    },
  );

  it.each([
    'no header\r\n',
    'HTTP/1.1 200 OK\r\n',
    'x: 1\n',
    'x: 1\rcontent-length: 3\r\n',
    'x : 1\r\n',
    ' folded\r\n',
    'x: \0\r\n',
    'Content-Length: 5\r\n',
    'transfer-encoding: chunked\r\n',
    'connection: close\r\n',
    'X-Crossover-Outcome: ok\r\n',
    'x: 1\r\n'.repeat(2_000),
  ])('lets no %j through behind the chunks', (trailer) => {
    expect(() => endIn(`0\r\n${trailer}\r\n`, size, new ChunkedEnd())).toThrow(/behind|follows/);
  });
});

it('a size line without an end is no memory leak', () => {
  const end = new ChunkedEnd();
  expect(() => {
    for (let n = 0; n < 10; n += 1) end.find(Buffer.alloc(1_000, '0'));
  }).toThrow('too long');
});
