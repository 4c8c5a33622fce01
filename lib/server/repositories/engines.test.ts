import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../testing/database.ts';
import { isEngineAlive, latestEngine, upsertEngine } from './engines.ts';

let db: Awaited<ReturnType<typeof useTestDatabase>>;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const machine = {
  ...{ os: 'o', kernel: 'k', arch: 'a', cpuModel: 'c', cpus: 1, memoryMiB: 1, node: 'n', crossover: 'x' },
  python: null,
  capabilities: [],
};

describe('an engine', () => {
  // Many ids, so that keys with either half negative occur.
  const ids = Array.from({ length: 20 }, (_, n) => `01a1fbb9-51e2-710b-80fa-${String(n).padStart(12, '0')}`);

  it('is alive exactly as long as its session holds the lock', async () => {
    for (const id of ids) {
      const session = new pg.Client({ connectionString: db.url });
      await session.connect();
      expect(await isEngineAlive(id)).toBe(false);
      await session.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [id]);
      expect(await isEngineAlive(id)).toBe(true);
      await session.end();
      await expect.poll(() => isEngineAlive(id)).toBe(false);
    }
  });

  it('that died a moment ago is not taken for alive by its heartbeat', async () => {
    const [id] = ids;
    if (!id) throw new Error('no id');
    await upsertEngine(id, machine);
    expect(await latestEngine()).toMatchObject({ alive: false, machine: { os: 'o' } });
  });
});
