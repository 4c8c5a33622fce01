import { describe, expect, it } from 'vitest';
import { requestTo } from '../testing/fixture.ts';
import { headText } from './request-text.ts';

const of = (more: Parameters<typeof requestTo>[1], path = '/a?b=c') =>
  headText(requestTo(path, { requestId: 'r1', ...more }), 3);

describe('the head of a request to a replica', () => {
  it('has our host and its number', () => {
    expect(of({})).toBe(
      'GET /a?b=c HTTP/1.1\r\nhost: crossover.internal\r\nx-crossover-request-id: r1\r\n\r\n',
    );
  });

  it('carries the headers of the request once each, its own host among them', () => {
    const text = of({ headers: { Host: 'h', 'X-A': '1', 'x-a': '2', Cookie: 'ü' } });
    expect(text).toContain('\r\nhost: h\r\nx-a: 2\r\ncookie: ü\r\n');
    expect(text.match(/host:/g)).toHaveLength(1);
  });

  it('decides itself how the message travels', () => {
    const headers = { Connection: 'close', 'content-LENGTH': '9', 'Transfer-Encoding': 'chunked' };
    const text = of({ headers: { ...headers, 'X-Crossover-Request-Id': 'fake', Expect: '100-continue' } });
    expect(text).toBe(of({}));
  });

  it('announces the body, and that there is none where one is expected', () => {
    expect(of({ method: 'POST', body: 'abc' })).toContain('\r\ncontent-length: 3\r\n');
    expect(of({ method: 'DELETE', body: 'abc' })).toContain('\r\ncontent-length: 3\r\n');
    expect(headText(requestTo('/', { method: 'PUT' }), 0)).toContain('\r\ncontent-length: 0\r\n');
    expect(of({ method: 'DELETE' })).not.toContain('content-length');
  });

  it.each([
    ['path', () => of({}, '/ HTTP/1.1\r\nx: 1\r\n\r\nGET /')],
    ['path', () => of({}, '/a b')],
    ['path', () => of({}, 'http://h/')],
    ['path', () => of({}, '/€')],
    ['method', () => of({ method: 'GET /' })],
    ['header', () => of({ headers: { x: '1\r\ny: 2' } })],
    ['header', () => of({ headers: { x: '\0' } })],
    ['header name', () => of({ headers: { 'x: 1\r\ny': '2' } })],
    ['id', () => of({ requestId: '1\r\nx: 2' })],
  ])('refuses a %s that would say more than it may', (what, text) => {
    expect(text).toThrow(what);
  });
});
