import { expect, it } from 'vitest';
import { readPrice } from './price-text.ts';

it.each([
  ['0.0000166667', '0.0000166667'],
  ['0.50', '0.50'],
  ['$0.20', '0.2'],
  ['1,250', '1250'],
  ['0,05', '0.05'],
  ['2e-7', '0.0000002'],
  ['1.000', '1.000'],
  ['', ''],
  ['-1', '-1'],
])('reads the price %j as %j', (text, price) => expect(readPrice(text)).toEqual({ price }));

it('says what is no price', () => expect(readPrice('cheap')).toEqual({ problem: 'This is not a number.' }));
