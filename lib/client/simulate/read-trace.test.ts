import { describe, expect, it } from 'vitest';
import type { TraceSettings } from '#lib/domain/load/trace/settings.ts';
import { readTraceFile } from './read-trace.ts';
import { AS_FOUND, checkInterval, countItems, timeItems } from './trace-settings.ts';

const file = (text: string) => new Blob([text]);
const read = (text: string, settings: TraceSettings = {}) => readTraceFile(file(text), settings);

describe('a file of the reader', () => {
  it('is a trace, with its columns', async () => {
    expect(await read('\ufeffid,at\n1,2026-03-01T00:00:00Z\n')).toMatchObject({
      ...{ kind: 'trace', columns: ['id', 'at'] },
      trace: { requests: 1 },
    });
  });

  it('is refused with its columns, and read again as the fields say', async () => {
    const text = 'took_ms,status\n5,200\n7,200\n';
    const refused = await read(text);
    expect(refused).toMatchObject({ kind: 'problem', columns: ['took_ms', 'status'] });
    expect(refused.kind === 'problem' && refused.problem.remedy).toContain('field "Time column"');
    const settled = await read(text, {
      timeColumn: 'took_ms',
      countColumn: 'status',
      unit: 's',
      interval: 2,
    });
    expect(settled).toMatchObject({
      kind: 'trace',
      trace: { kind: 'counts', requests: 400, intervalMs: 2000 },
    });
  });

  it('may be compressed', async () => {
    const zipped = await new Response(
      file('t\n1\n2\n').stream().pipeThrough(new CompressionStream('gzip')),
    ).blob();
    expect(await readTraceFile(zipped, {})).toMatchObject({ kind: 'trace', trace: { durationMs: 1000 } });
  });
});

describe('the fields below it', () => {
  it('offer each column once, counts as rates too', () => {
    expect(timeItems(['a', '', 'a', 'b']).map(({ value }) => value)).toEqual([AS_FOUND, 'a', 'b']);
    expect(countItems(['a']).map(({ value }) => value)).toEqual([AS_FOUND, 'none', 'a', 'a/s', 'a/min']);
    expect(timeItems(Array.from({ length: 1444 }, (_, at) => String(at)))).toHaveLength(51);
  });

  it('take an interval, or none', () => {
    expect([checkInterval(null), checkInterval(0.5)]).toEqual([{}, { interval: 0.5 }]);
    expect(checkInterval(0).error).toBe('More than 0 s.');
    expect(checkInterval(Number.NaN).error).toBe('Give the seconds.');
  });
});
