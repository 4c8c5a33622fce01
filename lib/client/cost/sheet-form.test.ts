import { describe, expect, it } from 'vitest';
import { PriceSheet } from '#lib/domain/cost/sheets/sheet.ts';
import { OwnSheet } from '#lib/domain/prices/own-prices.ts';
import { toOwnSheet } from './sheet-form.ts';

const sheet = PriceSheet.parse({
  id: 'some_platform',
  name: 'Some',
  vendor: 'Vendor',
  kind: 'function',
  region: 'here',
  currency: 'USD',
  meters: {
    requests: { label: 'Requests', unit: 'requests', tiers: [{ upTo: null, price: '1' }], source: 's' },
  },
  unsourced: [],
});
const form = { region: ' there ', title: 'My invoice', date: '2026-11-01' };

describe('toOwnSheet', () => {
  it('is the sheet with another region and its own source, as the server takes it', () => {
    const { own } = toOwnSheet(sheet, form, ['here']);
    expect(own).toMatchObject({ sheet: { region: 'there', meters: sheet.meters } });
    expect(OwnSheet.safeParse(own).success).toBe(true);
  });

  it.each([
    [{ region: ' ' }, 'region'],
    [{ region: 'here' }, 'region'],
    [{ title: '' }, 'title'],
    [{ date: '21.11.2026' }, 'date'],
    [{ date: '2026-02-31' }, 'date'],
  ])('says beside the field what is wrong with %j', (change, field) => {
    const { own, errors } = toOwnSheet(sheet, { ...form, ...change }, ['here']);
    expect(own).toBeNull();
    expect(Object.keys(errors ?? {})).toEqual([field]);
  });
});
