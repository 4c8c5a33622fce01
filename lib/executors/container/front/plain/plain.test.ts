import { describe, expect, it, vi } from 'vitest';
import { AnswerReader } from './answer.ts';
import { PlainRequests } from './request.ts';

const HOST = 'Host: a.example\r\n';
const requests = () => new PlainRequests('10.0.0.1');
const FORWARDED =
  'x-forwarded-for: 10.0.0.1\r\nx-forwarded-proto: http\r\nx-forwarded-host: a.example\r\n\r\n';

describe('a plain request', () => {
  it('goes on by its text, without the lines of its own connection', () => {
    const text = `POST /a?b=1 HTTP/1.1\r\n${HOST}Connection: Keep-Alive\r\nX-A: \xe9 b\r\nContent-Length: 3\r\n\r\n\x00\xff!`;
    const sent = `POST /a?b=1 HTTP/1.1\r\n${HOST}X-A: \xe9 b\r\nContent-Length: 3\r\n${FORWARDED}\x00\xff!`;
    expect(requests().read(text)).toEqual({ method: 'POST', text: sent, hasBody: true });
  });

  it('is read afresh when its lines change', () => {
    const reader = requests();
    const get = (more: string) => reader.read(`GET / HTTP/1.1\r\n${HOST}${more}\r\n`)?.text;
    expect(get('')).toBe(get(''));
    expect(get('x-a: 1\r\n')).toContain('x-a: 1');
    expect(get('x-crossover-request-id: fake\r\n')).not.toContain('crossover');
    expect(get('expect: 100-continue\r\n')).toBeUndefined();
    expect(get('')).toBe(`GET / HTTP/1.1\r\n${HOST}${FORWARDED}`);
  });

  const WITH = (lines: string, body = '') => `GET / HTTP/1.1\r\n${HOST}${lines}\r\n${body}`;
  it.each([
    ['not whole', `GET / HTTP/1.1\r\n${HOST}`],
    ['more than one', WITH('') + WITH('')],
    ['a body that is not whole', WITH('content-length: 3\r\n', 'ab')],
    ['a body nobody announced', WITH('', 'ab')],
    ['two lengths', WITH('content-length: 2\r\ncontent-length: 2\r\n', 'ab')],
    ['a list of lengths', WITH('content-length: 2, 2\r\n', 'ab')],
    ['a length with a sign', WITH('content-length: +2\r\n', 'ab')],
    ['a length behind a byte that is no space', WITH('content-length: \xa02\r\n', 'ab')],
    ['a length before a byte that is no space', WITH('content-length: 2\xa0\r\n', 'ab')],
    ['a connection with a byte that is no space', WITH('connection: \xa0keep-alive\r\n')],
    ['a length and chunks', WITH('content-length: 2\r\ntransfer-encoding: chunked\r\n', 'ab')],
    ['a space before the colon', WITH('content-length : 2\r\n', 'ab')],
    ['a folded line', WITH('x: 1\r\n content-length: 2\r\n', 'ab')],
    ['a bare line feed', WITH('x: 1\ncontent-length: 2\r\n', 'ab')],
    ['a bare carriage return', WITH('x: 1\rcontent-length: 2\r\n', 'ab')],
    ['a zero byte', WITH('x: \0\r\n')],
    ['another protocol', WITH('connection: upgrade\r\nupgrade: websocket\r\n')],
    ['the end of the connection', WITH('connection: close\r\n')],
    ['lines declared to be of the connection', WITH('connection: keep-alive, x-a\r\nx-a: 1\r\n')],
    ['a proxy before us', WITH('x-forwarded-for: 1.2.3.4\r\n')],
    ['two hosts', WITH(HOST)],
    ['two hosts, one of them empty', WITH('host:\r\n')],
    ['two hosts, one of two words', WITH('HOST: b.example c\r\n')],
    ['two hosts, one with a byte beyond ASCII', WITH('host: \xa0b.example\r\n')],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['HTTP/1.0', `GET / HTTP/1.0\r\n${HOST}\r\n`],
    ['a whole URL', `GET http://b/ HTTP/1.1\r\n${HOST}\r\n`],
    ['a tunnel', `CONNECT b:1 HTTP/1.1\r\n${HOST}\r\n`],
    ['what is ours', `GET /.crossover/ready HTTP/1.1\r\n${HOST}\r\n`],
  ])('is not one: %s', (_, text) => {
    expect(requests().read(text)).toBeNull();
  });
});

/** Feeds an answer in pieces of this size; what the client gets, and how it ended. */
function passOn(answer: string, size: number, method = 'GET') {
  let text = '';
  let end: boolean | null = null;
  const reader = new AnswerReader(method, {
    begin(head) {
      text += head;
    },
    more(chunk) {
      text += chunk.toString('latin1');
    },
    end(reusable) {
      end = reusable;
    },
  });
  const bytes = Buffer.from(answer, 'latin1');
  for (let at = 0; at < bytes.length && end === null; at += size) reader.feed(bytes.subarray(at, at + size));
  return { text, end, openEnded: reader.openEnded };
}

const LINES = 'Connection: keep-alive\r\nX-Crossover-Printed: 0\r\nSet-Cookie: a=1\r\n';
const CHUNKS = '5;x=1\r\nhello\r\nB\r\n\r\n0\r\n\r\nHTTP\r\n0\r\nX-End: 1\r\n\r\n';

describe('an answer on its way through', () => {
  const sizes = [1, 7, 1_000];

  it.each(sizes)('counted, in pieces of %d', (size) => {
    const found = passOn(`HTTP/1.1 200 OK\r\n${LINES}Content-Length: 5\r\n\r\nhe\xff\0o`, size);
    const text = 'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 5\r\n\r\nhe\xff\0o';
    expect(found).toEqual({ text, end: true, openEnded: false });
  });

  it.each(sizes)('in chunks, one of which looks like an end, in pieces of %d', (size) => {
    const found = passOn(`HTTP/1.1 200\r\n${LINES}Transfer-Encoding: chunked\r\n\r\n${CHUNKS}`, size);
    const text = `HTTP/1.1 200\r\nSet-Cookie: a=1\r\ntransfer-encoding: chunked\r\n\r\n${CHUNKS}`;
    expect(found).toEqual({ text, end: true, openEnded: false });
  });

  it.each(sizes)('without an end of its own, in pieces of %d', (size) => {
    const { text, end, openEnded } = passOn('HTTP/1.0 200 OK\r\nX: 1\r\n\r\nall of it', size);
    expect(text).toBe('HTTP/1.1 200 OK\r\nX: 1\r\nconnection: close\r\n\r\nall of it');
    expect({ end, openEnded }).toEqual({ end: null, openEnded: true });
  });

  it.each(sizes)('after one that is only informational, in pieces of %d', (size) => {
    const { text, end } = passOn('HTTP/1.1 103 Early\r\nx: 1\r\n\r\nHTTP/1.1 204 No\r\n\r\n', size);
    expect({ text, end }).toEqual({ text: 'HTTP/1.1 204 No\r\n\r\n', end: true });
  });

  const EARLY = 'HTTP/1.1 103 Early\r\nx: 1\r\n\r\n';
  it.each(sizes)('after eight that are only informational, never after nine, in pieces of %d', (size) => {
    const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';
    expect(passOn(EARLY.repeat(8) + answer, size)).toMatchObject({ text: answer, end: true });
    expect(() => passOn(EARLY.repeat(9) + answer, size)).toThrow('point');
  });

  it('a head in single bytes costs no more than it is long', () => {
    // Copied again for each byte, this took 2 GB of copies; here the bytes that are turned into text are counted.
    const bytes = Buffer.from(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(60_000)}\r\ncontent-length: 0\r\n\r\n`);
    const concat = vi.spyOn(Buffer, 'concat');
    const searched = vi.spyOn(String.prototype, 'includes');
    let begun = '';
    const sink = {
      begin(text: string) {
        begun = text;
      },
      more: () => {},
      end: () => {},
    };
    const reader = new AnswerReader('GET', sink);
    for (let at = 0; at < bytes.length; at += 1) reader.feed(bytes.subarray(at, at + 1));
    const looked = searched.mock.contexts.reduce<number>((sum, text) => sum + String(text).length, 0);
    const copies = concat.mock.calls.length;
    vi.restoreAllMocks();
    expect(begun.length).toBe(bytes.length);
    expect(copies).toBe(0);
    expect(looked).toBeLessThan(5 * bytes.length);
  });

  it('a HEAD has no body whatever it announces', () => {
    expect(passOn('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 1_000, 'HEAD').end).toBe(true);
  });

  it('what follows an answer reaches nobody and ends the connection', () => {
    const smuggled = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n';
    for (const size of [45, 1_000]) {
      const { text, end } = passOn(smuggled, size);
      expect(text.endsWith('ok')).toBe(true);
      expect(end).toBe(false);
    }
  });

  it('takes out what the answer declares to be of this connection', () => {
    const answer = 'HTTP/1.1 200 OK\r\nConnection: X-Own\r\nx-own: 1\r\nContent-Length: 0\r\n\r\n';
    expect(passOn(answer, 1_000)).toMatchObject({ text: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n' });
  });

  it.each([
    'SSH-2.0-x\r\n\r\n',
    'HTTP/1.1 101 Switching\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na',
    'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: \xa01\r\n\r\na',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\xa0\r\n\r\n0\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n',
    'HTTP/1.1 200 OK\r\nx: 1\ny: 2\r\n\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\nX-Crossover-Outcome: ok\r\n\r\n',
    `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}`,
  ])('refuses %j', (answer) => {
    expect(() => passOn(answer, 1_000_000)).toThrow();
  });
});
