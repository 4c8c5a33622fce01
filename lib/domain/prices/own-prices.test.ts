import { describe, expect, it } from 'vitest';
import { bookOf, type PriceBook } from '../cost/sheets/book.ts';
import { bookWith, OwnSheet, PriceChange, withOwnSheet } from './own-prices.ts';

const meter = (price: string) => ({
  label: 'Requests',
  unit: 'requests',
  tiers: [{ upTo: null, price }],
  source: 's',
});
const base: PriceBook = bookOf(
  [
    {
      id: 'some_platform',
      name: 'Some',
      vendor: 'Vendor',
      kind: 'function',
      region: 'here',
      currency: 'USD',
      meters: { requests: meter('0.20'), duration: meter('0.5') },
      unsourced: [],
    },
  ],
  { s: { title: 'Vendor page', asOf: '2026-01', date: '2026-01-31' } },
);
const there = (change: object = {}): OwnSheet =>
  OwnSheet.parse({
    sheet: { ...base.sheets['some_platform@here'], region: 'there', ...change },
    source: { title: 'My invoice', date: '2026-10-01' },
  });
const priceAt = (book: PriceBook, key: string) => book.sheets[key]?.meters.requests;

describe('bookWith', () => {
  it('is the book itself when a user has nothing', () => {
    expect(bookWith(base, { changes: [], sheets: [] })).toEqual({ book: base, problems: [] });
  });

  it('changes a price and says whose it is and since when', () => {
    const change = {
      key: 'some_platform@here',
      meter: 'requests',
      tier: 0,
      price: '0.25',
      day: '2026-11-21',
    };
    const { book } = bookWith(base, { changes: [change], sheets: [] });
    const changed = priceAt(book, change.key);
    expect(changed?.tiers[0]?.price).toBe('0.25');
    expect(book.sources[changed?.source ?? '']).toMatchObject({
      title: 'Your own price',
      date: '2026-11-21',
    });
    expect(priceAt(base, change.key)?.tiers[0]?.price).toBe('0.20');
  });

  it('adds a region of a platform with its own source, and a price can be changed in it too', () => {
    const change = { key: 'some_platform@there', meter: 'requests', tier: 0, price: '9', day: '2026-11-21' };
    const { book, problems } = bookWith(base, { changes: [change], sheets: [there()] });
    expect(problems).toEqual([]);
    expect(priceAt(book, 'some_platform@there')?.tiers[0]?.price).toBe('9');
    const source = book.sheets['some_platform@there']?.meters.duration?.source ?? '';
    expect(book.sources[source]?.title).toBe('My invoice (your own sheet)');
  });

  it('goes on without what does not fit any more, and names it', () => {
    const gone = { key: 'gone@here', meter: 'requests', tier: 0, price: '1', day: '2026-11-21' };
    const { book, problems } = bookWith(base, { changes: [gone], sheets: [] });
    expect(book).toEqual(base);
    expect(problems).toEqual(['There is no price "requests" in the sheet "gone@here".']);
  });
});

describe('withOwnSheet', () => {
  it('refuses a platform of which nobody knows how it bills', () => {
    expect(() => withOwnSheet(base, there({ id: 'unheard_of' }))).toThrow(/"unheard_of" bills is not known/);
  });

  it('refuses a sheet that leaves out prices, because they would count as nothing', () => {
    expect(() => withOwnSheet(base, there({ meters: { requests: meter('1') } }))).toThrow(
      /leaves out.*duration/,
    );
  });
});

describe('PriceChange', () => {
  it.each(['-1', 'NaN', '1e18', '1,5', '', '1234567890', '0.1234567890123', 'abc'])(
    'refuses the price %s',
    (price) => {
      expect(PriceChange.safeParse({ key: 'k', meter: 'm', price }).success).toBe(false);
    },
  );
});
