import { describe, expect, it } from 'vitest';
import { seededRandom } from '#lib/domain/units.ts';
import { encodeFrame, FrameReader, MAX_FRAME_BYTES, ProtocolViolation } from './frames.ts';
import { LogBuffer } from './log-buffer.ts';
import { readIncoming } from './messages.ts';

describe('frames', () => {
  it('survive any cutting of the stream', () => {
    const messages = [{ a: 1 }, { text: 'é'.repeat(1000) }, {}, { deep: { er: [1, 2] } }];
    const stream = Buffer.concat(messages.map(encodeFrame));
    const random = seededRandom(7);
    for (let round = 0; round < 200; round += 1) {
      const reader = new FrameReader();
      const seen: unknown[] = [];
      for (let at = 0; at < stream.length; ) {
        const size = 1 + Math.floor(random() * (round % 2 ? 5 : 700));
        seen.push(...reader.push(stream.subarray(at, at + size)));
        at += size;
      }
      expect(seen).toEqual(messages);
      expect(reader.empty).toBe(true);
    }
  });

  it.each<[string, Buffer]>([
    ['too long', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ['no JSON', Buffer.from([0, 0, 0, 1, 0x7b])],
    ['an array', Buffer.concat([Buffer.from([0, 0, 0, 2]), Buffer.from('[]')])],
    ['null', Buffer.concat([Buffer.from([0, 0, 0, 4]), Buffer.from('null')])],
    ['nothing', Buffer.from([0, 0, 0, 0])],
    ['invalid UTF-8', Buffer.from([0, 0, 0, 2, 0xff, 0xfe])],
  ])('%s is refused', (_name, bytes) => {
    expect(() => new FrameReader().push(bytes)).toThrow(ProtocolViolation);
  });

  it('a long length is refused before its bytes are stored', () => {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(MAX_FRAME_BYTES + 1);
    expect(() => new FrameReader().push(header)).toThrow(/bytes/);
  });

  it('random bytes never do anything but throw or wait', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 2000; round += 1) {
      const bytes = Buffer.from(Array.from({ length: 12 }, () => Math.floor(random() * 256)));
      if (round % 2) bytes.writeUInt32BE(8, 0);
      try {
        expect(new FrameReader().push(bytes)).toEqual([]);
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolViolation);
      }
    }
  });
});

describe('messages', () => {
  const reply = { type: 'reply', id: 'a', handlerMs: 1, status: 200, body: 'x' };
  it('a reply is read, a base64 body decoded', () => {
    const { handlerMs: reported, ...rest } = reply;
    expect(readIncoming(reply)).toEqual({ ...rest, reported, headers: {}, printed: false, ends: false });
    const more = { headers: { 'x-a': 'b' }, printed: true, ends: true };
    expect(readIncoming({ ...reply, ...more })).toEqual({ ...rest, reported, ...more });
    const binary = { ...reply, body: Buffer.from('hé').toString('base64'), isBase64Encoded: true };
    expect(readIncoming(binary)).toMatchObject({ body: 'hé', base64: binary.body });
  });

  it('cached data is taken below its directory only', () => {
    const data = Buffer.from('data').toString('base64');
    const message = readIncoming({ type: 'code-cache', files: { 'lib/a.js': data } });
    expect(message).toEqual({ type: 'code-cache', files: new Map([['lib/a.js', Buffer.from('data')]]) });
  });

  it.each<[string, Record<string, unknown>]>([
    ['no type', {}],
    ['a header that breaks out', { ...reply, headers: { a: 'b\r\nc: d' } }],
    ['a header name that breaks out', { ...reply, headers: { 'a: b\r\nc': 'd' } }],
    ['a header that is no text', { ...reply, headers: { a: 1 } }],
    ['headers of another kind', { ...reply, headers: 'a: b' }],
    ['a cache outside', { type: 'code-cache', files: { '../a.js': '' } }],
    ['a cache further outside', { type: 'code-cache', files: { 'a/../../a.js': '' } }],
    ['a cache at the root', { type: 'code-cache', files: { '/etc/passwd': '' } }],
    ['a cache with a hidden name', { type: 'code-cache', files: { '.a': '' } }],
    ['a cache that is no text', { type: 'code-cache', files: { a: 1 } }],
    ['a cache without files', { type: 'code-cache' }],
    ['a type of the prototype', { type: 'toString' }],
    ['a type that is no text', { type: { ready: 1 } }],
    ['a status of text', { ...reply, status: '200' }],
    ['cookies that are none', { ...reply, cookies: 'a=1' }],
    ['a cookie that breaks out', { ...reply, cookies: ['a=1\r\nb: c'] }],
    ['a duration beyond all sums', { ...reply, handlerMs: 1e300 }],
    ['a negative duration', { ...reply, handlerMs: -1 }],
    ['a duration of text', { ...reply, handlerMs: '1' }],
    ['a body that is no text', { ...reply, body: {} }],
    ['no id', { ...reply, id: 1 }],
    ['an unknown failure', { type: 'failure', id: 'a', handlerMs: 1, code: 'ok', message: '', detail: '' }],
  ])('%s is refused', (_name, fields) => {
    expect(() => readIncoming(fields)).toThrow(ProtocolViolation);
  });

  it('long texts of a failure are cut', () => {
    const fields = { code: 'handler-error', message: 'm'.repeat(1e6), detail: 'd'.repeat(1e6) };
    const message = readIncoming({ type: 'failure', id: 'a', handlerMs: 1, ...fields });
    expect(JSON.stringify(message).length).toBeLessThan(40_000);
  });
});

describe('LogBuffer', () => {
  it('keeps the head, counts the rest and starts anew', () => {
    const log = new LogBuffer(10);
    for (const text of ['12345', '67890abc', 'def']) log.write(Buffer.from(text));
    expect(log.peek()).toBe('1234567890');
    expect(log.take()).toBe('1234567890\n[cut: 6 more bytes were printed]');
    expect(log.take()).toBe('');
    log.write(Buffer.from('again'));
    expect(log.take()).toBe('again');
  });
});
