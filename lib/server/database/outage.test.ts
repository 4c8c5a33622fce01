import pg from 'pg';
import { expect, it } from 'vitest';
import { isAway, outageInWords, overOutage } from './outage.ts';

it('tells a database that is away from a statement that it refused', async () => {
  for (const code of ['57P01', '57P03', '08006', 'ECONNREFUSED', 'P1001'])
    expect(isAway({ code }), code).toBe(true);
  for (const code of ['57P04', '57014', '23505', '53100', 'EACCES', 'P2002'])
    expect(isAway({ code }), code).toBe(false);
  expect(isAway({ code: 'ENOENT', syscall: 'connect' })).toBe(true);
  expect(isAway({ code: 'ENOENT', syscall: 'open' })).toBe(false);
  expect(isAway(new Error('x', { cause: { kind: 'ConnectionClosed' } }))).toBe(true);
  expect(isAway({ code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '57P01' } } } })).toBe(
    true,
  );
  const client = new pg.Client({ connectionString: 'postgresql://x@localhost/x?host=/nowhere' });
  expect(isAway(await client.connect().catch((error: unknown) => error))).toBe(true);
});

it('is told in a log by a sentence, and a defect by itself', () => {
  expect(outageInWords({ code: '57P03' })).toBe('The database does not answer at the moment.');
  const defect = new Error('a defect');
  expect(outageInWords(defect)).toBe(defect);
});

it('waits as long as the database is away, and no longer', async () => {
  let tries = 0;
  const work = async () => {
    tries += 1;
    if (tries < 3) throw Object.assign(new Error('down'), { code: '57P03' });
    return 'up';
  };
  let told = 0;
  expect(await overOutage(work, () => (told += 1))).toBe('up');
  expect({ tries, told }).toEqual({ tries: 3, told: 1 });
  await expect(overOutage(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
});
