import { describe, expect, it, vi } from 'vitest';
import { AnswerTooLarge, MessageReader, type Whole } from './message-reader.ts';

/** Feeds an answer in pieces of this size, each in the same buffer as the one before. */
function read(answer: string | Buffer, size: number, method = 'GET'): Whole | null {
  const bytes = typeof answer === 'string' ? Buffer.from(answer) : answer;
  const reader = new MessageReader(method);
  const shared = Buffer.alloc(Math.min(size, bytes.length));
  for (let at = 0; at < bytes.length; at += size) {
    const length = bytes.copy(shared, 0, at, at + size);
    const whole = reader.feed(shared.subarray(0, length));
    if (whole !== null) return whole;
  }
  return reader.over();
}

const sizes = [1, 7, 100_000];
const OK = 'HTTP/1.1 200 OK\r\n';

describe.each(sizes)('an answer in pieces of %d', (size) => {
  it('with a length, and with what our wrapper says of it', () => {
    const marks = 'X-Crossover-Printed: 7\r\nx-crossover-handler-ms:\t0.125 \r\nDate: now\r\n';
    const found = read(`${OK}${marks}Content-Length: 6\r\n\r\nhé\r\n!`, size);
    const headers = { 'x-crossover-printed': '7', 'x-crossover-handler-ms': '0.125', 'content-length': '6' };
    expect(found).toEqual({
      message: { status: 200, headers, cookies: [], text: 'hé\r\n!' },
      reusable: true,
    });
  });

  it('in chunks, one of which looks like the end', () => {
    const chunks = '5;x=1\r\nhello\r\nB\r\n\r\n0\r\n\r\nHTTP\r\n0\r\nX-End: 1\r\n\r\n';
    const found = read(`${OK}Transfer-Encoding: Chunked\r\n\r\n${chunks}`, size);
    expect(found).toMatchObject({ message: { text: 'hello\r\n0\r\n\r\nHTTP' }, reusable: true });
  });

  it('as long as its connection', () => {
    const found = read('HTTP/1.0 200 OK\r\n\r\nall of it', size);
    expect(found).toMatchObject({ message: { text: 'all of it' }, reusable: false });
  });

  it('of bytes', () => {
    const head = Buffer.from(`${OK}x-crossover-base64: 1\r\ncontent-length: 3\r\n\r\n`);
    const found = read(Buffer.concat([head, Buffer.from([0xff, 0, 0xc3])]), size);
    expect(found?.message.text).toBe(Buffer.from([0xff, 0, 0xc3]).toString('base64'));
  });

  it.each(['204 No Content', '304 Not Modified'])('of %s, which has no body', (line) => {
    expect(read(`HTTP/1.1 ${line}\r\n\r\n`, size)).toMatchObject({ message: { text: '' }, reusable: true });
  });

  it('to HEAD, which has no body whatever it announces', () => {
    const found = read(`${OK}content-length: 5\r\n\r\n`, size, 'HEAD');
    expect(found).toMatchObject({ message: { text: '' }, reusable: true });
  });

  it('after one that is only informational', () => {
    const found = read(`HTTP/1.1 103 Early\r\nx: 1\r\n\r\n${OK}content-length: 2\r\n\r\nok`, size);
    expect(found).toMatchObject({ message: { status: 200, text: 'ok' }, reusable: true });
  });

  it('that ends the connection', () => {
    const found = read(`${OK}connection: close\r\ncontent-length: 2\r\n\r\nok`, size);
    expect(found).toMatchObject({ message: { text: 'ok' }, reusable: false });
  });

  it('that is not whole is none', () => {
    expect(read(`${OK}content-length: 3\r\n\r\nok`, size)).toBeNull();
    expect(read(`${OK}content-le`, size)).toBeNull();
  });

  it.each([
    'SSH-2.0-x\r\n\r\n',
    `${OK}no colon\r\n\r\n`,
    'HTTP/1.1 101 Switching\r\n\r\n',
    `${'HTTP/1.1 103 Early\r\n\r\n'.repeat(9)}${OK}\r\n`,
    `${OK}content-length: 1\r\ncontent-length: 2\r\n\r\na`,
    `${OK}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${OK}content-length: -1\r\n\r\na`,
    `${OK}content-length: 1e3\r\n\r\na`,
    `${OK}transfer-encoding: gzip\r\n\r\n`,
    `${OK}transfer-encoding: chunked\r\n\r\nzz\r\n`,
    `${OK}transfer-encoding: chunked\r\n\r\n1\r\nabc\r\n`,
  ])('is refused: %j', (answer) => {
    expect(() => read(answer, size)).toThrow();
  });
});

describe('an answer without bound', () => {
  it('is read no further than the limit, however it is framed', () => {
    const body = 'x'.repeat(7 * 1024 * 1024);
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    for (const answer of [
      `${OK}content-length: ${body.length}\r\n\r\n${body}`,
      `${OK}transfer-encoding: chunked\r\n\r\n${chunk}`,
      `${OK}\r\n${body}`,
    ]) {
      expect(() => read(answer, 65_536)).toThrow(AnswerTooLarge);
      expect(() => read(answer, answer.length)).toThrow(AnswerTooLarge);
    }
  });

  it('in its head is refused', () => {
    for (const end of ['', '\r\n\r\n']) {
      expect(() => read(`${OK}x: ${'y'.repeat(70_000)}${end}`, 1_000)).toThrow('head');
    }
  });

  it('in single bytes costs no more than it is long', () => {
    const searched = vi.spyOn(String.prototype, 'includes');
    const answer = `${OK}x: ${'y'.repeat(60_000)}\r\ncontent-length: 0\r\n\r\n`;
    const found = read(answer, 1);
    const looked = searched.mock.contexts.reduce<number>((sum, text) => sum + String(text).length, 0);
    vi.restoreAllMocks();
    expect(found).toMatchObject({ message: { text: '' }, reusable: true });
    expect(looked).toBeLessThan(10 * answer.length);
  });

  it('what follows it reaches nobody', () => {
    const answer = `${OK}content-length: 2\r\n\r\nok${OK}content-length: 5\r\n\r\nother`;
    expect(read(answer, answer.length)).toMatchObject({ message: { text: 'ok' }, reusable: false });
  });
});
