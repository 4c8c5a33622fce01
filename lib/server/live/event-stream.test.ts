import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../testing/database.ts';
import { eventStream, openStreams } from './event-stream.ts';

let db: AsyncDisposable;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

describe('an event stream', () => {
  it('is open while it is read, and closed when the reader leaves', async () => {
    const leaving = new AbortController();
    const response = eventStream(new Request('http://localhost/', { signal: leaving.signal }), 'topic');
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(openStreams().size).toBe(1);
    leaving.abort();
    expect(openStreams().size).toBe(0);
    await response.body?.cancel().catch(() => {});
  });

  it('is never opened for HEAD: nobody would read it, so nobody would close it', () => {
    const response = eventStream(new Request('http://localhost/', { method: 'HEAD' }), 'topic');
    expect([response.status, response.body]).toEqual([200, null]);
    expect(openStreams().size).toBe(0);
  });
});
