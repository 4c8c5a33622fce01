import { describe, expect, it } from 'vitest';
import { messageOf } from './message.ts';

describe('messageOf', () => {
  it('adds no date to one of the function, however it is written', () => {
    const text = messageOf({ status: 200, headers: { Date: 'd' }, body: '' }).toString();
    expect(text.match(/^date:/gim)).toEqual(['Date:']);
  });

  it('writes bytes and text, each in its own coding', () => {
    const text = messageOf({ status: 200, headers: { date: 'd', a: 'ÿ' }, body: 'é' });
    expect(text).toEqual(
      Buffer.concat([
        Buffer.from('HTTP/1.1 200 OK\r\ndate: d\r\na: ÿ\r\ncontent-length: 2\r\n\r\n', 'latin1'),
        Buffer.from('é'),
      ]),
    );
    const bytes = messageOf({ status: 299, headers: {}, body: Buffer.from([0, 255]) });
    expect(bytes.subarray(-2)).toEqual(Buffer.from([0, 255]));
    expect(bytes.toString('latin1')).toMatch(/^HTTP\/1\.1 299 unknown\r\ndate: .* GMT\r\n/);
  });

  it('has no body for a HEAD, and its length all the same', () => {
    const text = messageOf({ status: 503, headers: { date: 'd' }, body: 'gone' }, 'HEAD').toString();
    expect(text).toBe('HTTP/1.1 503 Service Unavailable\r\ndate: d\r\ncontent-length: 4\r\n\r\n');
  });
});
