import { describe, expect, it } from 'vitest';
import { ADDRESS, type Address } from './address.ts';
import { evaluate } from './evaluate.ts';
import { FIELD_KEYS, fieldOf } from './fields.ts';
import { assumedWhatIf } from './what-if.ts';

/** The address as nuqs would read it from a query. */
function addressOf(query: string): Address {
  const params = new URLSearchParams(query);
  const entries = Object.entries(ADDRESS).map(([key, parser]) => {
    const text = params.get(key);
    return [key, text === null ? null : parser.parse(text)];
  });
  return Object.fromEntries(entries) as Address;
}

const at = (query: string) => evaluate(assumedWhatIf(), addressOf(query));

describe('evaluate', () => {
  it('is the beginning for an empty address', () => {
    expect(at('').whatIf).toEqual(assumedWhatIf());
    expect(Object.values(at('').fields).some(({ changed, problem }) => changed || problem)).toBe(false);
  });

  it('takes what the address changes', () => {
    const { whatIf } = at(
      'n=5000000&d=12.5&m=1024&r=3&c=10&out=100&free=true&off=load-balancer,nat&shape=steady',
    );
    expect(whatIf.usage).toMatchObject({
      requestsPerMonth: 5e6,
      durationsMs: [12.5],
      durationInterval: null,
      memoryMiB: 1024,
      replica: { memoryMiB: 1024 },
      minReplicas: 3,
      concurrency: 10,
      bytesOut: 102_400,
      bytesPerRequest: 102_400,
      shape: 'steady',
    });
    expect(whatIf.options).toMatchObject({ freeTier: true, off: ['load-balancer', 'nat'] });
  });

  it('names what cannot be meant and goes on with the nearest value that can', () => {
    const { whatIf, fields } = at('n=1e18&m=-5&d=abc&r=2.4');
    expect(whatIf.usage).toMatchObject({ requestsPerMonth: 1e12, memoryMiB: 128, minReplicas: 2 });
    expect(whatIf.usage.durationsMs).toEqual([60]);
    expect(fields.n).toMatchObject({ value: 1e12, typed: 1e18, problem: 'At most 1,000,000,000,000.' });
    expect(fields.d).toMatchObject({ value: 60, problem: 'This is not a number.' });
  });

  it('ignores a switch that does not exist', () => {
    expect(at('shape=round&arch=z80&off=everything').whatIf.options.arch).toBe('x86');
  });

  it('reads back from an address what was written into one', () => {
    for (const key of FIELD_KEYS) {
      const { least, most } = fieldOf(key);
      for (const value of [least, most]) {
        const query = `${key}=${encodeURIComponent(ADDRESS[key].serialize(value))}`;
        expect([key, at(query).fields[key]]).toEqual([
          key,
          expect.objectContaining({ value, problem: null }),
        ]);
      }
    }
  });
});
