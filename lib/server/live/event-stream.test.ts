import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { database } from '../database/database.ts';
import { useTestDatabase } from '../testing/database.ts';
import { eventStream, openStreams } from './event-stream.ts';
import { publish } from './publish.ts';

let db: AsyncDisposable;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const say = (text: string) => publish(database(), 'resumed', { kind: 'doing', text });

/** The first `count` events that somebody who sends these headers is sent. */
async function read(headers: Record<string, string>, count: number): Promise<{ id: string; text: string }[]> {
  const leaving = new AbortController();
  const { body } = eventStream(
    new Request('http://localhost/', { headers, signal: leaving.signal }),
    'resumed',
  );
  const events: { id: string; text: string }[] = [];
  for await (const chunk of body ?? []) {
    for (const [, id = '', data = ''] of Buffer.from(chunk)
      .toString()
      .matchAll(/^id: (.*)\ndata: (.*)$/gm)) {
      events.push({ id, text: JSON.parse(data).text });
    }
    if (events.length >= count) break;
  }
  leaving.abort();
  return events;
}

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

  it('goes on after Last-Event-ID: what was seen is not sent again, what was missed is', async () => {
    for (const text of ['1', '2', '3']) await say(text);
    const whole = await read({}, 3);
    expect(whole.map(({ text }) => text)).toEqual(['1', '2', '3']);
    const seen = whole[0]?.id ?? '';
    await say('4');
    const rest = await read({ 'last-event-id': seen }, 3);
    expect(rest.map(({ text }) => text)).toEqual(['2', '3', '4']);
    expect(rest.slice(0, 2).map(({ id }) => id)).toEqual(whole.slice(1).map(({ id }) => id));
  });

  it.each(['x', '-1', '1e3', '', '99999999999999999999'])(
    'starts over for the id %j, which is none',
    async (id) => {
      expect((await read({ 'last-event-id': id }, 1))[0]?.text).toBe('1');
    },
  );

  it('is never opened for HEAD: nobody would read it, so nobody would close it', () => {
    const response = eventStream(new Request('http://localhost/', { method: 'HEAD' }), 'topic');
    expect([response.status, response.body]).toEqual([200, null]);
    expect(openStreams().size).toBe(0);
  });
});
