import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toProblem } from '#lib/domain/errors.ts';
import { readTraffic, type TrafficOptions } from './traffic-options.ts';

const scratch = mkdtempSync(join(tmpdir(), 'crossover-traffic-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const file = (text: string): string => {
  const path = join(scratch, 'log.csv');
  writeFileSync(path, text);
  return path;
};
const problemOf = async (options: TrafficOptions) => {
  const { message, remedy, detail } = toProblem(await readTraffic(options).catch((error: unknown) => error));
  return [message, remedy, detail].join(' ');
};

describe('traffic on the command line', () => {
  it('is a steady rate when nothing is said', async () => expect(await readTraffic({})).toBeUndefined());

  it('is a pattern', async () => {
    const pattern = '{"kind":"on-off","onPerSecond":40,"onSeconds":1,"offSeconds":2}';
    expect(await readTraffic({ pattern, span: 60, requests: 'all' })).toMatchObject({
      arrivals: { kind: 'on-off', offPerSecond: 0, lengths: 'fixed', spacing: 'poisson' },
      ...{ spanSeconds: 60, requests: 'all' },
    });
  });

  it('is a trace, with how it was read', async () => {
    const traffic = await readTraffic({ trace: file('time\n0\n0.5\n2\n') });
    expect(traffic).toMatchObject({ arrivals: { kind: 'times', atMs: [0, 500, 2000] }, name: 'log.csv' });
    expect(traffic?.notes?.join(' ')).toContain('Read as a time for each request.');
  });

  it('refuses settings of traffic without traffic', async () => {
    expect(await problemOf({ span: 60 })).toMatch(/^--span .*--pattern or --trace/);
    expect(await problemOf({ requests: 'all' })).toMatch(/^--requests /);
    expect(await problemOf({ span: 60, requests: 'all' })).toMatch(/^--span and --requests are/);
  });

  it('names what is wrong', async () => {
    expect(await problemOf({ pattern: '{' })).toMatch(/not JSON.*--pattern/);
    expect(await problemOf({ pattern: '{"kind":"ramp"}' })).toMatch(/fromPerSecond/);
    expect(await problemOf({ trace: file('minute,requests\n0,5\n1,many\n') })).toMatch(/row 3: the count/);
    expect(await problemOf({ trace: join(scratch, 'none.csv') })).toMatch(/cannot be read/);
  });
});
