import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromChunk } from '../repositories/sample-columns.ts';
import { useTestDatabase } from '../testing/database.ts';
import { database } from './database.ts';
import { migrate, readMigrations } from './migrate.ts';

const OLD_ROWS = `
  INSERT INTO workload (id, name, document) VALUES ('00000000-0000-7000-8000-000000000001', 'w', '{}');
  INSERT INTO experiment (id, workload_id, state, plan)
    VALUES ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 'done', '{}');
  INSERT INTO sample SELECT '00000000-0000-7000-8000-000000000002', * FROM (VALUES
    ('function', 2, 0, 2.5, 2.5, 3, 0, 0, 0.5, 1, false, 'ok', 200, 'a'),
    ('function', 0, 0, 0.1, 0.1, 9, 0, 8, 0.5, 9, true, 'ok', 200, 'b☃'),
    ('function', 1, 0, 1.5, 1.5, 2, 0, 0, 0.5, 1, false, 'timeout', NULL, NULL),
    ('container', 7, 1, 0, 0, 0, 0, 0, 1::float8 / 3, 1, false, 'ok', 204, 'c')) AS old;`;

let db: Awaited<ReturnType<typeof useTestDatabase>>;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

describe('migrations', () => {
  it('are applied once, in order, also by two processes at once', async () => {
    const extra = [
      ...readMigrations(),
      { name: '20990101000000_extra', sql: 'CREATE TABLE extra (id int)', checksum: 'c1' },
    ];
    const applied = await Promise.all([migrate(db.url, extra), migrate(db.url, extra)]);
    expect(applied.flat()).toEqual(['20990101000000_extra']);
    expect(await migrate(db.url, extra)).toEqual([]);
  });

  it('leave nothing behind when one fails', async () => {
    const broken = {
      name: '21000101000000_broken',
      sql: 'CREATE TABLE half (id int); SELECT nonsense',
      checksum: 'c2',
    };
    await expect(migrate(db.url, [broken])).rejects.toThrow(/nonsense/);
    const { rows } = await database().pool.query("SELECT to_regclass('half') AS half");
    expect(rows).toEqual([{ half: null }]);
  });

  it('refuse to go on when an applied one was edited', async () => {
    const edited = readMigrations().map((migration) => ({ ...migration, checksum: 'edited' }));
    await expect(migrate(db.url, edited)).rejects.toMatchObject({ problem: { code: 'migration-changed' } });
  });

  it('agree with the Prisma schema: every model can be read with every column', async () => {
    const { prisma } = database();
    const reads = [
      prisma.workloadRow.findMany({ include: { experiments: true } }),
      prisma.experimentRow.findMany({ include: { chunks: true, report: true } }),
      prisma.sweepRow.findMany({ include: { experiments: true } }),
      prisma.reportRow.findMany({ include: { shares: true } }),
      prisma.shareRow.findMany(),
      prisma.liveEventRow.findMany(),
      prisma.engineRow.findMany(),
      prisma.storeItemRow.findMany(),
      prisma.storeUseRow.findMany(),
      prisma.functionRow.findMany({ include: { versions: true } }),
      prisma.functionVersionRow.findMany(),
      prisma.priceChangeRow.findMany(),
      prisma.priceSheetRow.findMany(),
    ];
    for (const read of reads) expect(await read).toEqual([]);
  });

  it('bring the samples of the first release along, every digit and every null', async () => {
    const { pool } = database();
    await pool.query('CREATE DATABASE old_release');
    const url = db.url.replace(/\/test_\w+/, '/old_release');
    const old = new pg.Client({ connectionString: url });
    try {
      await migrate(url, readMigrations().slice(0, 1));
      await old.connect();
      await old.query(OLD_ROWS);
      await migrate(url);
      const { rows } = await old.query('SELECT * FROM sample_chunk ORDER BY candidate, first_index');
      const samples = rows.flatMap((row) => fromChunk({ ...row, columns: row }));
      expect(samples).toHaveLength(4);
      expect(samples[0]).toMatchObject({ index: 0, sentAt: 0.1, cold: true, status: 200, instanceId: 'b☃' });
      expect(samples[1]).toMatchObject({ index: 1, outcome: 'timeout', status: null, instanceId: null });
      expect(samples[2]).toMatchObject({ index: 2, outcome: 'ok', cold: false, instanceId: 'a' });
      expect(samples[3]).toMatchObject({ candidate: 'b', block: 1, index: 7, handler: 1 / 3 });
      expect((await old.query('SELECT samples FROM experiment')).rows).toEqual([{ samples: 4 }]);
    } finally {
      await old.end();
      await pool.query('DROP DATABASE old_release');
    }
  });

  it('keep the table that Prisma keeps', async () => {
    const client = new pg.Client({ connectionString: db.url });
    await client.connect();
    const { rows } = await client.query('SELECT migration_name, checksum FROM _prisma_migrations ORDER BY 1');
    await client.end();
    expect(rows[0]).toMatchObject({
      migration_name: '20261121000000_initial',
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});
