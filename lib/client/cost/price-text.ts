import { readNumber } from '#lib/domain/numbers/read-number.ts';

/** A price that is stored as it stands, digit by digit. */
const DECIMAL = /^\d{1,9}(\.\d{1,12})?$/;
const PLACES = 12;

/** A price as people write it ("$0.20", "1,250", "2e-7") as the decimal text that is kept, or what is wrong with it. */
export function readPrice(text: string): { price: string } | { problem: string } {
  const plain = text.trim();
  if (DECIMAL.test(plain)) return { price: plain };
  const read = readNumber(plain, { unit: 'usd' });
  if (read.kind === 'wrong') return { problem: read.problem };
  // Nothing and what is too small or too large are for the schema to name.
  return { price: read.kind === 'none' ? '' : decimalText(read.value) };
}

const decimalText = (value: number): string => value.toFixed(PLACES).replace(/\.?0+$/, '');
