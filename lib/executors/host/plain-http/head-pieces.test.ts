import { afterEach, describe, expect, it, vi } from 'vitest';
import { HeadPieces, type HeadText } from './head-pieces.ts';

afterEach(() => void vi.restoreAllMocks());

/** Feeds a text in pieces of this size until its head is whole. */
function gather(text: string, size: number, pieces = new HeadPieces()): HeadText | null {
  for (let at = 0; at < text.length; at += size) {
    const head = pieces.add(text.slice(at, at + size));
    if (head !== null) return head;
  }
  return null;
}

const LINES = 'HTTP/1.1 200 OK\r\nx: 1';

describe.each([1, 3, 7, 100_000])('a head in pieces of %d', (size) => {
  it('is whole with its empty line, and comes with what its last piece held behind it', () => {
    const head = gather(`${LINES}\r\n\r\nbody`, size);
    expect(head?.cut).toBe(LINES.length);
    expect(`${LINES}\r\n\r\nbody`).toContain(head?.text);
    expect(gather(`${LINES}\r\n`, size)).toBeNull();
  });

  it('is read after another one', () => {
    const pieces = new HeadPieces();
    for (const lines of [LINES, `${LINES}2`]) {
      expect(gather(`${lines}\r\n\r\n`, size, pieces)).toEqual({
        text: `${lines}\r\n\r\n`,
        cut: lines.length,
      });
    }
  });

  it('is refused when it is too large, with or without an end', () => {
    for (const end of ['', '\r\n\r\n']) {
      expect(() => gather(`x: ${'y'.repeat(70_000)}${end}`, size)).toThrow('too large');
    }
  });
});

it('in single bytes it costs no more than it is long', () => {
  const searched = vi.spyOn(String.prototype, 'includes');
  const text = `x: ${'y'.repeat(60_000)}\r\n\r\n`;
  const head = gather(text, 1);
  const looked = searched.mock.contexts.reduce<number>((sum, piece) => sum + String(piece).length, 0);
  expect(head?.text.length).toBe(text.length);
  expect(looked).toBeLessThan(10 * text.length);
});
