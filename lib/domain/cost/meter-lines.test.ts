import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import { compileMeter, meterLines, meterUsd } from './meter-lines.ts';
import { sum, toUsd } from './money.ts';
import { defaultPriceBook } from './sheets/default-book.ts';
import { SheetMeter } from './sheets/sheet.ts';

const meter = (change: Partial<SheetMeter>): SheetMeter =>
  SheetMeter.parse({
    label: 'm',
    unit: 'things',
    tiers: [{ upTo: null, price: '0.1' }],
    source: 'x',
    ...change,
  });
const total = (one: SheetMeter, quantity: number, free = false) =>
  toUsd(sum(meterLines(one, quantity, free).map((line) => line.money)));

describe('meterLines', () => {
  const tiered = meter({
    tiers: [
      { upTo: 10, price: '3' },
      { upTo: 30, price: '2' },
      { upTo: null, price: '1' },
    ],
    free: 5,
    included: 1,
  });

  it('splits by tier, each part at its own price', () => {
    const lines = meterLines(meter({ tiers: tiered.tiers }), 35, false);
    expect(lines.map((line) => [line.label, line.quantity, line.usd])).toEqual([
      ['m', 10, 30],
      ['m, tier 2', 20, 40],
      ['m, tier 3', 5, 5],
    ]);
  });

  it.each([
    ['GB-seconds', 1, 'per GB-second'],
    ['requests of up to 512 KB', 1, 'per request of up to 512 KB'],
    ['requests', 1_000_000, 'per 1,000,000 requests'],
    ['CPU-ms', 1, 'per CPU-ms'],
    ['GB', 1, 'per GB'],
    ['LCU-hours', 1, 'per LCU-hour'],
  ])('names the price of %s, %d at a time, %s', (unit, per, words) =>
    expect(meterLines(meter({ unit, per }), 1, false)[0]?.priceUnit).toBe(words),
  );

  it('takes what is included off always, and what is free only when it counts', () => {
    expect(total(tiered, 11)).toBe(30);
    expect(total(tiered, 11, true)).toBe(15);
    expect(meterLines(tiered, 11, true)[0]).toMatchObject({ quantity: 11, free: 6, usd: 15 });
  });

  it('keeps one line when nothing is charged', () => {
    expect(meterLines(tiered, 0, true)).toHaveLength(1);
    expect(meterLines(tiered, 3, true)[0]).toMatchObject({ quantity: 3, free: 3, usd: 0 });
  });

  it('prices by the million without drift', () => {
    const requests = meter({ tiers: [{ upTo: null, price: '0.2' }], per: 1e6 });
    expect(total(requests, 1)).toBe(0.0000002);
    expect(total(requests, 15e9)).toBe(3000);
    const thousand = Array.from({ length: 1000 }, () => meterLines(requests, 5000, false)[0]?.money ?? 0n);
    expect(toUsd(sum(thousand))).toBe(1);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses %d', (quantity) =>
    expect(() => meterLines(tiered, quantity, false)).toThrow('Not a quantity'),
  );
});

describe('every meter of every sheet', () => {
  const meters = Object.values(defaultPriceBook().sheets).flatMap((sheet) => Object.values(sheet.meters));
  const random = seededRandom(3);
  const quantities = Array.from({ length: 20 }, () => 10 ** (random() * 13 - 1)).sort((a, b) => a - b);

  it('is never negative, never cheaper for more, and the fast path agrees', () => {
    for (const one of meters) {
      for (const free of [false, true]) {
        const fast = compileMeter(one, free);
        let before = 0;
        for (const quantity of quantities) {
          const usd = total(one, quantity, free);
          expect(usd).toBeGreaterThanOrEqual(before);
          // A quantity is exact to a millionth of its unit.
          expect(Math.abs(meterUsd(fast, quantity) - usd)).toBeLessThanOrEqual(1e-5 + usd * 1e-12);
          before = usd;
        }
      }
    }
  });
});
