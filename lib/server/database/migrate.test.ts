import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../testing/database.ts';
import { database } from './database.ts';
import { migrate, readMigrations } from './migrate.ts';

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
      prisma.experimentRow.findMany({ include: { samples: true, report: true } }),
      prisma.reportRow.findMany({ include: { shares: true } }),
      prisma.shareRow.findMany(),
      prisma.liveEventRow.findMany(),
      prisma.engineRow.findMany(),
      prisma.storeItemRow.findMany(),
    ];
    for (const read of reads) expect(await read).toEqual([]);
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
