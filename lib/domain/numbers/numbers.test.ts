import { describe, expect, it } from 'vitest';
import { specOfLabel } from './labels.ts';
import { type NumberSpec, readNumber } from './read-number.ts';
import { readNumbers } from './read-numbers.ts';
import { FIELD_UNITS, type FieldUnit } from './units.ts';
import { writeNumber } from './write-number.ts';

const meant = (text: string, unit: FieldUnit = 'count', more: Partial<NumberSpec> = {}) => {
  const read = readNumber(text, { unit, ...more });
  return read.kind === 'number' ? read.value : read.kind === 'wrong' ? read.problem : null;
};

describe('a number', () => {
  it.each([
    ['40M', 40e6],
    ['40,000,000', 40e6],
    ['40 000 000', 40e6],
    ['40\u202f000\u202f000', 40e6],
    ['40\u00a0000\u00a0000', 40e6],
    ["40'000'000", 40e6],
    ['40’000’000', 40e6],
    ['40_000_000', 40e6],
    ['40.000.000', 40e6],
    ['4,00,00,000', 4e7],
    ['40 million', 40e6],
    ['40 mio', 40e6],
    ['1.5bn', 1.5e9],
    ['1.5 B', 1.5e9],
    ['2G', 2e9],
    ['1.5 k', 1500],
    ['1,5', 1.5],
    ['1,5M', 1.5e6],
    ['0,125', 0.125],
    ['1,2345', 1.2345],
    ['1,000', 1000],
    ['12,345', 12345],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['1.234.567,8', 1234567.8],
    ["1'234.5", 1234.5],
    ['1 234,5', 1234.5],
    ['1e6', 1e6],
    ['1E+6', 1e6],
    ['2.5e-3', 0.0025],
    ['2×10^6', 2e6],
    ['2*10^6', 2e6],
    ['2 x 10^6', 2e6],
    ['2·10⁶', 2e6],
    ['10^6', 1e6],
    ['10⁻³', 0.001],
    ['.5', 0.5],
    ['5.', 5],
    ['-3', -3],
    ['−3', -3],
    ['+3', 3],
    ['12', 12],
    ['0', 0],
    ['12.345', 12.345],
  ])('is read from %j', (text, value) => expect(meant(text)).toBe(value));

  it.each<[string, FieldUnit, number]>([
    ['200ms', 'ms', 200],
    ['0.2 s', 'ms', 200],
    ['200 µs', 'ms', 0.2],
    ['2 min', 's', 120],
    ['5m', 's', 300],
    ['90', 's', 90],
    ['1h 30min', 's', 5400],
    ['1 h 30 m', 'hours', 1.5],
    ['7 days', 'hours', 168],
    ['1 week', 'ms', Number.NaN],
    ['1.5 GB', 'MiB', 1536],
    ['1.5GiB', 'MiB', 1536],
    ['1,5 GB', 'MiB', 1536],
    ['512M', 'MiB', 512],
    ['512Mi', 'MiB', 512],
    ['1,769 MB', 'MiB', 1769],
    ['1048576 KB', 'MiB', 1024],
    ['6 MB', 'bytes', 6_291_456],
    ['4 KB', 'KiB', 4],
    ['40M', 'perMonth', 40e6],
    ['40M requests', 'perMonth', 40e6],
    ['40M requests', 'count', 40e6],
    ['40M requests per month', 'perMonth', 40e6],
    ['1/s', 'perMonth', 730 * 3600],
    ['24 a day', 'perMonth', 730],
    ['5 rps', 'perSecond', 5],
    ['300/min', 'perSecond', 5],
    ['5 requests/s', 'perSecond', 5],
    ['1.5k rps', 'perSecond', 1500],
    ['5 per second', 'perSecond', 5],
    ['60%', 'percent', 60],
    ['60 percent', 'percent', 60],
    ['60%', 'share', 0.6],
    ['0.6', 'share', 0.6],
    ['$0.20', 'usd', 0.2],
    ['US$ 1,200', 'usd', 1200],
    ['0,05 USD', 'usd', 0.05],
    ['500m', 'vCPU', 0.5],
    ['2 vCPUs', 'vCPU', 2],
    ['3x', 'times', 3],
  ])('%j in a field of %s', (text, unit, value) => {
    const read = meant(text, unit);
    if (Number.isNaN(value)) expect(read).toContain('"week" is no unit here');
    else expect(read).toBe(value);
  });

  it('may be followed by what the field counts', () => {
    expect(meant('1,000 environments', 'count', { word: 'environments' })).toBe(1000);
    expect(meant('2k replicas', 'count', { word: 'replicas' })).toBe(2000);
  });

  it.each([
    ['1.000', 'can mean 1 or 1,000: write 1 or 1000.'],
    ['1.500', 'can mean 1.5 or 1,500: write 1.5 or 1500.'],
    ['1.000 M', 'can mean 1 or 1,000'],
    ['abc', 'This is not a number.'],
    ['', null],
    ['  ', null],
    ['NaN', 'is not a number'],
    ['Infinity', 'is not a number'],
    ['0x10', 'is no unit here'],
    ['1.2.3', 'not in groups of three'],
    ['1,2,3', 'not in groups of three'],
    ['12,34,56', 'not in groups of three'],
    ['1234,567,890', 'not in groups of three'],
    ['1 00', 'not in groups of three'],
    ['1,234,5.6', 'not in groups of three'],
    ['1.5.000,5', 'not in groups of three'],
    ['1e', 'is no unit here'],
    ['--1', 'is not a number'],
    ['5-10', 'is not a number'],
    ['1/2', 'is no unit here'],
    ['12 apples', '"apples" is no unit here. Write k, M or bn, or the number alone.'],
    ['5 ms', 'is no unit here'],
    ['1e400', 'too large'],
    ['9'.repeat(120), 'too long'],
    ['constructor', 'is not a number'],
    ['5 constructor', 'is no unit here'],
  ])('%j is not guessed: %s', (text, words) => {
    if (words === null) expect(meant(text)).toBeNull();
    else expect(meant(text)).toContain(words);
  });

  it('asks about a point before three digits where only whole numbers are meant', () => {
    expect(meant('1.234', 'count', { whole: true })).toBe(
      '"1.234" can mean 1.234 or 1,234: write 1.234 or 1234.',
    );
    expect(meant('1.234', 'count')).toBe(1.234);
    expect(meant('1.234M', 'count', { whole: true })).toBe(1_234_000);
    expect(meant('0.125', 'count', { whole: true })).toBe(0.125);
  });

  it('is read back as it is written, in every unit', () => {
    for (const unit of FIELD_UNITS)
      for (const value of [0, 0.25, 1.234, 12.345, 999, 1000, 1_234_567.5, 1e12, 0.1 + 0.2])
        expect(meant(writeNumber(value), unit)).toBe(Number(value.toPrecision(15)));
    expect([writeNumber(1e12), writeNumber(Number.NaN)]).toEqual(['1,000,000,000,000', '']);
  });
});

describe('several numbers', () => {
  it.each<[string, FieldUnit, (number | null)[]]>([
    ['128, 256, 1,024', 'MiB', [128, 256, 1024]],
    ['128,256,512', 'MiB', [128, 256, 512]],
    ['1,024; 2,048', 'MiB', [1024, 2048]],
    ['128 256', 'MiB', [128, 256]],
    ['128 MB, 1 GB', 'MiB', [128, 1024]],
    ['128 MB 1 GB', 'MiB', [128, 1024]],
    ['5, 10,', 'perSecond', [5, 10]],
    ['', 'MiB', []],
    ['5, x', 'count', [5, null]],
  ])('%j in %s', (text, unit, values) =>
    expect(readNumbers(text, { unit }).map((read) => (read.kind === 'number' ? read.value : null))).toEqual(
      values,
    ),
  );
});

it('takes the words beside a field for its unit', () => {
  expect(specOfLabel('s a side', true)).toEqual({ unit: 's', whole: true });
  expect(specOfLabel('environments')).toEqual({ unit: 'count', whole: false, word: 'environments' });
  expect(specOfLabel('constructor').unit).toBe('count');
});
