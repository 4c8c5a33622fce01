import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPriceBook } from '#lib/domain/cost/sheets/default-book.ts';
import { OwnSheet, type OwnSheetInput } from '#lib/domain/prices/own-prices.ts';
import { readOwnPrices } from '../repositories/own-prices.ts';
import { useTestDatabase } from '../testing/database.ts';
import { addSheet, changePrice, currentPriceBook, removeSheet, takeBackPrice } from './own-prices.ts';

let db: Awaited<ReturnType<typeof useTestDatabase>>;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const KEY = 'aws_lambda@us-east-1';
const price = async (key: string) => (await currentPriceBook()).sheets[key]?.meters.requests?.tiers[0]?.price;
const frankfurt = (region = 'eu-central-1'): OwnSheet => {
  const input: OwnSheetInput = {
    sheet: { ...defaultPriceBook().sheets[KEY], region } as OwnSheetInput['sheet'],
    source: { title: 'Price page of Frankfurt', date: '2026-11-01' },
  };
  return OwnSheet.parse(input);
};

describe('own prices', () => {
  it('are kept, changed again, and taken back', async () => {
    await changePrice({ key: KEY, meter: 'requests', tier: 0, price: '0.30' });
    expect(await price(KEY)).toBe('0.30');
    const own = await changePrice({ key: KEY, meter: 'requests', tier: 0, price: '0.35' });
    expect(own.changes).toEqual([
      {
        key: KEY,
        meter: 'requests',
        tier: 0,
        price: '0.35',
        day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      },
    ]);
    expect((await takeBackPrice({ key: KEY, meter: 'requests', tier: 0 })).changes).toEqual([]);
    expect(await price(KEY)).toBe('0.20');
  });

  it('refuse a price that no sheet has, and keep nothing of it', async () => {
    const wrong = { key: KEY, meter: 'wishes', tier: 0, price: '1' };
    await expect(changePrice(wrong)).rejects.toMatchObject({ problem: { code: 'unknown-price' } });
    await expect(changePrice({ ...wrong, meter: 'requests', tier: 19 })).rejects.toThrow(/no price/);
    await expect(takeBackPrice(wrong)).rejects.toMatchObject({ problem: { code: 'not-found' } });
    expect((await readOwnPrices()).changes).toEqual([]);
  });

  it('add a region, with changes of its own that go with it', async () => {
    await addSheet(frankfurt());
    await changePrice({ key: 'aws_lambda@eu-central-1', meter: 'requests', tier: 0, price: '0.22' });
    expect(await price('aws_lambda@eu-central-1')).toBe('0.22');
    expect(await removeSheet('aws_lambda@eu-central-1')).toEqual({ changes: [], sheets: [] });
    expect(await price('aws_lambda@eu-central-1')).toBeUndefined();
  });

  it('do not replace a sheet of the product as a whole', async () => {
    await expect(addSheet(frankfurt('us-east-1'))).rejects.toMatchObject({
      problem: { code: 'sheet-exists' },
    });
    await expect(removeSheet(KEY)).rejects.toMatchObject({ problem: { code: 'not-found' } });
  });
});
