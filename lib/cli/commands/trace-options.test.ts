import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { toProblem } from '#lib/domain/errors.ts';
import { readingWords } from '#lib/domain/load/trace/trace.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { readTrace, type TraceFlags } from './trace-options.ts';

const input = (name: string) => join(projectRoot, 'lib/cli/commands/testing/traces', name);
const scratch = mkdtempSync(join(tmpdir(), 'crossover-trace-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const written = (bytes: Uint8Array): string => {
  const path = join(scratch, 'log.csv.gz');
  writeFileSync(path, bytes);
  return path;
};
async function read(flags: TraceFlags) {
  const trace = await readTrace(flags);
  if (trace === null) throw new Error('No trace was read.');
  return {
    requests: trace.requests,
    seconds: Math.round(trace.durationMs) / 1000,
    words: readingWords(trace).join(' '),
  };
}
const refusal = async (flags: TraceFlags) => {
  const { message, remedy } = toProblem(await readTrace(flags).catch((error: unknown) => error));
  return `${message} ${remedy}`;
};

describe('a trace on the command line', () => {
  it.each<[string, number, number, string]>([
    ['ids.csv', 3, 1200, 'column "created_at"'],
    ['orders.csv', 2, 600, 'column "createdAt"'],
    ['hey.csv', 2, 0.5, 'column "offset"; numbers in it are seconds'],
    ['ns.csv', 2, 0.5, 'numbers in it are nanoseconds since 1970'],
    ['ts_ns.csv', 2, 0.5, 'numbers in it are nanoseconds since 1970'],
    ['rps.csv', 660, 120, '"rps" holds requests per second'],
    ['grafana.csv', 165, 30, '"requests/s" holds requests per second'],
    ['cloudwatch.csv', 11, 600, 'column "Sum"'],
    ['hour.csv', 11, 10_800, 'numbers in it are hours'],
    ['k6.csv', 2, 1, 'Every row of http_reqs is a request'],
    ['nohead3.csv', 3, 2, 'Every row is a request'],
    ['pg.csv', 2, 1.4, 'column "at"'],
    ['days.csv', 1200, 259_200, 'An interval is 86400 s.'],
  ])('%s holds %d requests in %d s, and says how it was read', async (name, requests, seconds, words) => {
    const found = await read({ trace: input(name) });
    expect(found).toMatchObject({ requests, seconds });
    expect(found.words).toContain(words);
  });

  it('names the flag that tells what cannot be told', async () => {
    expect(await refusal({ trace: input('latency-only.csv') })).toMatch(
      /No column looks like the time.*--time-column NAME.*duration_ms, status/,
    );
  });

  it('is read as the flags say', async () => {
    const file = { trace: input('latency-only.csv'), timeColumn: 'duration_ms', countColumn: 'none' };
    expect(await read(file)).toMatchObject({ requests: 2, seconds: 0.003 });
    expect(await read({ ...file, unit: 's' })).toMatchObject({ requests: 2, seconds: 3 });
    const counts = { ...file, countColumn: 'status', unit: 's', interval: 1 };
    expect(await read(counts)).toMatchObject({ requests: 400, seconds: 4 });
    expect(await refusal({ ...file, unit: 'weeks' })).toMatch(/^--unit: One of s, ms/);
    expect(await refusal({ ...file, interval: Number.NaN })).toMatch(/^--interval: Give the seconds/);
    expect(await refusal({ unit: 's', interval: 5 })).toMatch(/^--unit and --interval say .*--trace/);
  });

  it('may be compressed, and in UTF-16', async () => {
    const text = readFileSync(input('ids.csv'), 'utf8');
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [gzipSync(text), utf16, gzipSync(utf16)])
      expect(await read({ trace: written(bytes) })).toMatchObject({ requests: 3, seconds: 1200 });
    expect(await refusal({ trace: written(Buffer.from('PK\u0003\u0004')) })).toMatch(/Excel workbook/);
  });
});
