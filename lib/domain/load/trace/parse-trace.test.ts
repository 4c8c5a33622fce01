import { describe, expect, it } from 'vitest';
import { CrossoverError } from '../../errors.ts';
import type { TraceOptions } from './format.ts';
import { parseTrace } from './parse-trace.ts';

function problemOf(text: string, options?: TraceOptions) {
  try {
    parseTrace(text, options);
  } catch (error) {
    if (error instanceof CrossoverError) return error.problem;
    throw error;
  }
  throw new Error('It was loaded.');
}
const instants = (text: string, options?: TraceOptions) => {
  const trace = parseTrace(text, options);
  if (trace.kind !== 'instants') throw new Error(`It was read as ${trace.format}.`);
  return [...trace.atMs];
};
const counts = (text: string, options?: TraceOptions) => {
  const trace = parseTrace(text, options);
  if (trace.kind !== 'counts') throw new Error(`It was read as ${trace.format}.`);
  return { intervalMs: trace.intervalMs, counts: [...trace.counts] };
};

describe('a time for each request', () => {
  it.each<[string, string, number[]]>([
    ['seconds with a name', 't_s,is_cold\n10.0,0\n10.25,1\n12,0\n', [0, 250, 2000]],
    ['milliseconds by name', 'start_time_ms\n5\n25\n', [0, 20]],
    ['milliseconds since 1970', 'timestamp\n1700000000000\n1700000000500\n', [0, 500]],
    ['microseconds since 1970', 'timestamp\n1700000000000000\n1700000000500000\n', [0, 500]],
    ['seconds since 1970', 'timestamp\n1700000000\n1700000001.5\n', [0, 1500]],
    ['dates', 'at\n2024-02-29 23:59:59.5\n2024-03-01T00:00:00Z\n', [0, 500]],
    ['dates with zones', 'at\n2024-03-01T01:00:00+01:00\n2024-03-01T00:00:01Z\n', [0, 1000]],
    ['no header', '0.5\n1\n', [0, 500]],
    ['out of order', 't\n3\n1\n2\n', [0, 1000, 2000]],
    [
      'semicolons, Windows line ends, a byte-order mark and empty lines',
      '\ufefft;note\r\n1;x\r\n\r\n2;y\r\n',
      [0, 1000],
    ],
    ['quotes', 't,note\n"1","a, b"\n"2","say ""hi"""\n', [0, 1000]],
  ])('reads %s', (_, text, expected) => {
    expect(instants(text)).toEqual(expected);
  });

  it('says how it read it, and what it put in order', () => {
    const { notes } = parseTrace('t\n3\n1\n2\n');
    expect(notes.join(' ')).toMatch(/column "t"; numbers in it are seconds/);
    expect(notes.join(' ')).toMatch(/1 rows were earlier/);
  });

  it('takes the column and the unit it is told', () => {
    const text = 'started,finished,value\n10,100,3\n20,300,4\n';
    expect(instants(text, { timeColumn: 'finished', countColumn: null, unit: 'min' })).toEqual([
      0, 12_000_000,
    ]);
    expect(problemOf(text, { timeColumn: 'ended' })).toMatchObject({
      code: 'no-such-column',
      remedy: 'Name one of: started, finished, value.',
    });
  });
});

describe('counts per interval', () => {
  it('reads seconds and requests', () => {
    expect(counts('second,requests\n0,3\n1,0\n2,5\n')).toEqual({ intervalMs: 1000, counts: [3, 0, 5] });
  });

  it('reads five minutes of a load balancer, with a gap', () => {
    const text =
      'timestamp,value\n2014-04-10 00:04:00,94.0\n2014-04-10 00:09:00,56.0\n2014-04-10 00:19:00,1\n';
    expect(counts(text)).toEqual({ intervalMs: 300_000, counts: [94, 56, 0, 1] });
    expect(parseTrace(text).notes.join(' ')).toContain('1 intervals without a row count as 0');
  });

  it('needs no order and no header', () => {
    expect(counts('2,7\n0,5\n1,6\n')).toEqual({ intervalMs: 1000, counts: [5, 6, 7] });
  });

  it('names two rows of one interval', () => {
    expect(problemOf('second,requests\n0,3\n1,1\n1,2\n').detail).toContain(
      'row 4: another row has the same interval',
    );
  });

  it('stops at a unit that must be wrong', () => {
    expect(problemOf('t,count\n0,1\n1,1\n2,1\n900000000,1\n').code).toBe('trace-too-long');
  });
});

describe('Azure Functions 2021', () => {
  const header = 'app,func,end_timestamp,duration\n';

  it('takes a request at its end less its duration, and keeps the durations', () => {
    const trace = parseTrace(`${header}a,f,10,0.5\na,g,12,8\na,f,11,1\n`);
    expect(trace).toMatchObject({ kind: 'instants', requests: 3, format: 'Azure Functions 2021' });
    // Starts: 9.5, 4 and 10.
    expect(trace.kind === 'instants' && [...trace.atMs]).toEqual([0, 5500, 6000]);
    expect(trace.kind === 'instants' && trace.tookMs && [...trace.tookMs]).toEqual([8000, 500, 1000]);
  });

  it('can take one function of many', () => {
    expect(instants(`${header}a,f,10,1\na,g,11,1\na,f,12,1\n`, { functionId: 'f' })).toEqual([0, 2000]);
  });

  it('names bad rows', () => {
    const { detail } = problemOf(`${header}a,f,10,1\na,f,ten,1\na,f,11,-1\na,f\n`);
    expect(detail).toContain('row 3: end_timestamp is not a number (row 3 has "ten")');
    expect(detail).toContain('row 4: duration is not a number of 0 or more');
    expect(detail).toContain('row 5: fewer than 4 columns');
  });
});

describe('Azure Functions 2019', () => {
  const minutes = Array.from({ length: 1440 }, (_, minute) => minute + 1);
  const header = `HashOwner,HashApp,HashFunction,Trigger,${minutes.join(',')}\n`;
  const row = (id: string, count: (minute: number) => number | string) =>
    `o,a,${id},http,${minutes.map(count).join(',')}\n`;

  it('adds the functions up by the minute', () => {
    const text =
      header + row('f', (minute) => (minute === 1 ? 5 : 0)) + row('g', (minute) => (minute <= 2 ? 1 : 0));
    const trace = parseTrace(text);
    expect(trace).toMatchObject({ kind: 'counts', intervalMs: 60_000, requests: 7, durationMs: 86_400_000 });
    expect(trace.kind === 'counts' && [...trace.counts.slice(0, 3)]).toEqual([6, 1, 0]);
    expect(parseTrace(text, { functionId: 'g' }).requests).toBe(2);
  });

  it('names bad rows and loads nothing', () => {
    const text = `${header}${row('f', () => 1)}${row('g', (minute) => (minute === 9 ? 'x' : 1))}o,a,h,http,1,2\n`;
    expect(problemOf(text)).toMatchObject({
      code: 'bad-trace-rows',
      message: '2 rows of 3 cannot be read, so nothing was loaded.',
      detail:
        'row 3: a minute is not a whole number of 0 or more (row 3 has "x")\nrow 4: fewer than 1444 columns (row 4 has "o")',
    });
  });
});

describe('bad rows', () => {
  it('are all named, as ranges, with the reason and an example', () => {
    const { message, detail, owner } = problemOf('t\n1\nx\ny\n\n2\n1e999\n-\n');
    expect(message).toBe('4 rows of 6 cannot be read, so nothing was loaded.');
    expect(detail).toBe('rows 3–4, 7–8: not a time (row 3 has "x")');
    expect(owner).toBe('yours');
  });

  it.each<[string, string, RegExp]>([
    ['an empty cell', 't,n\n1,2\n2,\n', /row 3: the count is not a whole number/],
    ['half a request', 't,n\n1,2\n2,1.5\n', /row 3: the count/],
    ['fewer than no requests', 't,n\n1,2\n2,-1\n', /row 3: the count/],
    ['a number with a unit', 't\n1\n2s\n', /row 3: not a time/],
    ['a day that does not exist', 'at\n2024-04-30 10:00:00\n2024-04-31 10:00:00\n', /row 3: not a time/],
    ['an hour that does not exist', 'at\n2024-04-30 10:00:00\n2024-04-30 24:00:00\n', /row 3: not a time/],
    ['a quote that is not closed', 't,x\n1,a\n2,"b\n3,c\n', /row 3: a quote is not closed/],
    ['too few columns', 'a,t\nx,1\nx\n', /row 3: fewer than 2 columns/],
    ['hexadecimal', 't\n1\n0x10\n', /row 3: not a time/],
  ])('%s', (_, text, expected) => {
    expect(problemOf(text).detail).toMatch(expected);
  });

  it('are counted where they are too many for a text', () => {
    const text = `t\n${Array.from({ length: 400 }, (_, index) => (index % 2 ? 'x' : index)).join('\n')}\n`;
    expect(problemOf(text).detail).toMatch(/rows 3, 5, .* and 150 more: not a time/);
  });

  it.each(['', '\n\n', 't\n', 't,n\n1,0\n2,0\n'])('a file without a request is none: %j', (text) => {
    expect(problemOf(text).code).toBe('empty-trace');
  });

  it('a table without times says which columns it has', () => {
    expect(problemOf('name,size\nx,1\n')).toMatchObject({
      code: 'no-time-column',
      remedy: expect.stringContaining('name, size'),
    });
  });
});

describe('a quarter of a million rows', () => {
  it('load whole', () => {
    const text = `t\n${Array.from({ length: 250_000 }, (_, index) => index / 100).join('\n')}\n`;
    const trace = parseTrace(text);
    expect(trace).toMatchObject({ requests: 250_000 });
    expect(trace.durationMs).toBeCloseTo(2_499_990, 6);
  });
});
