import { describe, expect, it } from 'vitest';
import { seen } from '../testing/read.ts';
import { CONTRACT_SIGNALS } from './contract.ts';
import { DIMENSIONS, dimensionOf } from './dimensions.ts';
import { ENDPOINT_SIGNALS } from './endpoints.ts';
import { SIGNALS } from './signals.ts';
import { parseLabelled, parseTable } from './table.ts';

describe('the signal tables', () => {
  it('hold all 144 signals of the research, each in a known dimension', () => {
    // One row, metadata.google.internal, is among the addresses now; the row of HTTP events is two, and ARNs one.
    expect(SIGNALS.length - ENDPOINT_SIGNALS.length + CONTRACT_SIGNALS.length).toBe(144 - 1 + 1 - 1);
    for (const signal of [...SIGNALS, ...CONTRACT_SIGNALS]) {
      expect(DIMENSIONS).toContain(signal.dimension);
      expect(signal.source.length, signal.label).toBeGreaterThan(0);
    }
  });

  const packages = SIGNALS.flatMap(({ match, service }) =>
    match.on === 'import'
      ? match.packages.map((name) => [name.replace('/*', '/part'), service] as const)
      : [],
  );
  it.each(packages)('import of %s is seen in every form', (name, service) => {
    expect(seen(`import x from '${name}';`)).toContain(`1 ${service}`);
    expect(seen(`\nconst x = require("${name}");`)).toContain(`2 ${service}`);
    expect(seen(`export * from '${name}';`)).toContain(`1 ${service}`);
    expect(seen(`const f = async () => await import(\`${name}\`);`)).toContain(`1 ${service}`);
  });

  const variables = SIGNALS.flatMap(({ match, service }) =>
    match.on === 'env' ? match.names.map((name) => [name, service] as const) : [],
  );
  it.each(variables)('variable %s is seen in every form', (name, service) => {
    expect(seen(`console.log(process.env.${name});`)).toEqual([`1 ${service}`]);
    expect(seen(`const x = process.env['${name}'] ?? '';`)).toEqual([`1 ${service}`]);
    expect(seen(`const { ${name}: mine = '' } = process.env;`)).toEqual([`1 ${service}`]);
    expect(seen(`import { env } from 'node:process';\nenv.${name};`)).toEqual([`2 ${service}`]);
  });

  it('refuse a malformed row when they load', () => {
    expect(() => parseTable('a | b', (names) => ({ on: 'env', names }))).toThrow('Not a signal');
    expect(() => parseTable('a | b | data service | 9 | c', (names) => ({ on: 'env', names }))).toThrow(
      RangeError,
    );
    expect(() => parseLabelled('a | colour red | b | data service | 1 | c')).toThrow('Not a match');
    expect(() => dimensionOf('weather')).toThrow('No dimension');
  });
});
