import { describe, expect, it } from 'vitest';
import { readLimits } from './functions-serve.ts';
import { numberOption, numbersOption } from './number-option.ts';

describe('numbers of the command line', () => {
  it('are taken as people write them', () => {
    expect(numberOption({ unit: 's' })('1 min')).toBe(60);
    expect(numberOption({ unit: 'perSecond' })('1,5')).toBe(1.5);
    expect(numbersOption({ unit: 'MiB', whole: true })('128,512,1769')).toEqual([128, 512, 1769]);
    expect(numbersOption({ unit: 'MiB', whole: true })('512 MB, 1 GB')).toEqual([512, 1024]);
    expect(readLimits({ concurrency: '2k', burst: '1,000', keepAlive: '5 min' })).toMatchObject({
      limits: { concurrency: 2000, burst: { amount: 1000 } },
      keepAlive: { kind: 'fixed', ms: 300_000 },
    });
  });

  it.each(['many', '', '1.000'])('are refused by words where they would be guessed: %j', (text) =>
    expect(() => numberOption({ unit: 'count', whole: true })(text)).toThrow(
      /not a number|Give a number|can mean 1 or 1,000/,
    ),
  );
});
