import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { database } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import { useTestDatabase } from '../testing/database.ts';
import { LiveHub } from './hub.ts';
import { forgetOldEvents, publish, publishIn } from './publish.ts';

let db: AsyncDisposable;
let hub: LiveHub;
beforeAll(async () => {
  db = await useTestDatabase();
  hub = new LiveHub(database());
});
afterAll(async () => {
  await hub.close();
  await db[Symbol.asyncDispose]();
});

const say = (topic: string, text: string) => publish(database(), topic, { kind: 'doing', text });

/** Everything a watcher was pushed, and a wait until there are `count`. */
function watch(topic: string, afterId = 0n) {
  const seen: { id: bigint; text: string }[] = [];
  const { end: stop } = hub.subscribe(topic, afterId, {
    push: ({ id, payload }) => seen.push({ id, text: (payload as { text: string }).text }) > 0,
  });
  const until = async (count: number) => {
    for (let tries = 0; seen.length < count && tries < 200; tries += 1) await sleep(25);
    return seen.map(({ text }) => text);
  };
  return { seen, stop, until };
}

async function somebodyWaits(): Promise<boolean> {
  const { rows } = await database().pool.query(
    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
  );
  return rows.length > 0;
}

describe('live events', () => {
  it('come in order, stored ones first, and of one topic only', async () => {
    await say('a', 'before');
    const watcher = watch('a');
    expect(await watcher.until(1)).toEqual(['before']);
    await Promise.all([say('b', 'elsewhere'), say('a', 'after')]);
    expect(await watcher.until(2)).toEqual(['before', 'after']);
    watcher.stop();
  });

  it('go on after the last one seen, as a reload does', async () => {
    const first = watch('c');
    for (const text of ['1', '2', '3']) await say('c', text);
    await first.until(3);
    first.stop();
    const again = watch('c', first.seen[1]?.id);
    expect(await again.until(1)).toEqual(['3']);
    again.stop();
  });

  it('reach many watchers once each, whenever they came', async () => {
    const early = Array.from({ length: 100 }, () => watch('d'));
    for (let n = 0; n < 20; n += 1) await say('d', String(n));
    const late = Array.from({ length: 100 }, () => watch('d'));
    const expected = Array.from({ length: 20 }, (_, n) => String(n));
    for (const watcher of [...early, ...late]) {
      expect(await watcher.until(20)).toEqual(expected);
      watcher.stop();
    }
  });

  it('are not lost when the listening connection is cut', async () => {
    const watcher = watch('e');
    await say('e', 'one');
    await watcher.until(1);
    await database().pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()",
    );
    await say('e', 'two');
    expect(await watcher.until(2)).toEqual(['one', 'two']);
    watcher.stop();
  });

  it('are not lost when the database refuses one query', async () => {
    const watcher = watch('refused');
    await say('refused', 'one');
    await watcher.until(1);
    let refused = 0;
    const query = vi.spyOn(database().pool, 'query').mockImplementation((async (...given: unknown[]) => {
      refused += Number(String(given[0]).startsWith('SELECT id, payload'));
      if (refused === 1) throw new Error('sorry, too many clients already');
      return await Reflect.apply(pg.Pool.prototype.query, database().pool, given);
    }) as never);
    await say('refused', 'two');
    expect(await watcher.until(2)).toEqual(['one', 'two']);
    query.mockRestore();
    watcher.stop();
  });

  it('are not lost when one who published first commits last', async () => {
    const watcher = watch('g');
    const stored = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const slow = inTransaction(async (transaction) => {
      await publishIn(transaction, 'g', { kind: 'doing', text: 'slow' });
      stored.resolve();
      await release.promise;
    });
    await stored.promise;
    let told = false;
    const fast = say('g', 'fast').then(() => {
      told = true;
    });
    // It waits for the other, or it has been told before: then it must not hide the other.
    while (!told && !(await somebodyWaits())) await sleep(10);
    if (told) await watcher.until(1);
    release.resolve();
    await Promise.all([slow, fast]);
    expect(await watcher.until(2)).toEqual(['slow', 'fast']);
    watcher.stop();
  });

  it('wait in the database for a watcher that takes no more, and hold up no other', async () => {
    for (let n = 0; n < 150; n += 1) await say('slow', String(n));
    let asked = 3;
    const taken: string[] = [];
    const slow = hub.subscribe('slow', 0n, {
      push: ({ payload }) => {
        taken.push((payload as { text: string }).text);
        asked -= 1;
        return asked > 0;
      },
    });
    const fast = watch('slow');
    expect(await fast.until(150)).toHaveLength(150);
    expect(taken).toEqual(['0', '1', '2']);
    await say('slow', '150');
    await fast.until(151);
    expect(taken).toHaveLength(3);
    asked = 1_000;
    slow.resume();
    for (let tries = 0; taken.length < 151 && tries < 200; tries += 1) await sleep(25);
    expect(taken).toEqual(Array.from({ length: 151 }, (_, n) => String(n)));
    slow.end();
    fast.stop();
  });

  it('are read in pages of limited size', async () => {
    const large = 'x'.repeat(100_000);
    for (let n = 0; n < 8; n += 1) await say('large', large);
    const sizes: number[] = [];
    const query = vi.spyOn(database().pool, 'query').mockImplementation((async (...given: unknown[]) => {
      const answer = await Reflect.apply(pg.Pool.prototype.query, database().pool, given);
      sizes.push(answer.rows.length);
      return answer;
    }) as never);
    const watcher = watch('large');
    await watcher.until(8);
    await sleep(20);
    query.mockRestore();
    expect(Math.max(...sizes)).toBe(3);
    watcher.stop();
  });

  it('are forgotten after a while', async () => {
    await say('f', 'old');
    await database().pool.query(
      "UPDATE live_event SET created_at = now() - interval '2 days' WHERE topic = 'f'",
    );
    await forgetOldEvents(database());
    const { rows } = await database().pool.query("SELECT 1 FROM live_event WHERE topic = 'f'");
    expect(rows).toEqual([]);
  });
});
