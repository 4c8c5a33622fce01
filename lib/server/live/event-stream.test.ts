import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
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

  it('holds for a reader that does not read no more than a few events, and goes on where it stopped', async () => {
    const large = 'x'.repeat(60_000);
    for (let n = 0; n < 20; n += 1) {
      await publish(database(), 'unread', { kind: 'doing', text: `${n} ${large}` });
    }
    const stringify = vi.spyOn(JSON, 'stringify');
    const { body } = eventStream(new Request('http://localhost/'), 'unread');
    const reader = body?.getReader();
    const written = () =>
      stringify.mock.calls.filter(([value]) => String(Object(value).text).endsWith(large)).length;
    while (written() < 2) await sleep(10);
    await sleep(200);
    expect(written()).toBe(2);
    const texts: string[] = [];
    while (texts.length < 20) {
      const text = Buffer.from((await reader?.read())?.value ?? []).toString();
      for (const [, number = ''] of text.matchAll(/"text": ?"(\d+) x/g)) texts.push(number);
    }
    stringify.mockRestore();
    await reader?.cancel();
    expect(texts).toEqual(Array.from({ length: 20 }, (_, n) => String(n)));
    expect(openStreams().size).toBe(0);
  });

  it.each([
    ['whose end was seen', () => 'last'],
    ['whose events are forgotten', () => ''],
  ])('of what has ended already ends at once: %s', async (_what, idOf) => {
    await publish(database(), 'ended', { kind: 'done' });
    const { rows } = await database().pool.query(
      "SELECT max(id) AS id FROM live_event WHERE topic = 'ended'",
    );
    const topic = idOf() === 'last' ? 'ended' : 'forgotten';
    const headers = { 'last-event-id': idOf() === 'last' ? String(rows[0].id) : '' };
    const response = eventStream(new Request('http://localhost/', { headers }), topic, {
      ended: { kind: 'done' },
    });
    expect(await response.text()).toContain('data: {"kind":"done"}');
    expect(openStreams().size).toBe(0);
  });

  it('is never opened for HEAD: nobody would read it, so nobody would close it', () => {
    const response = eventStream(new Request('http://localhost/', { method: 'HEAD' }), 'topic');
    expect([response.status, response.body]).toEqual([200, null]);
    expect(openStreams().size).toBe(0);
  });

  it('is never opened for a reader that has left already', () => {
    const response = eventStream(new Request('http://localhost/', { signal: AbortSignal.abort() }), 'topic');
    expect([response.body, openStreams().size]).toEqual([null, 0]);
  });
});
