import { describe, expect, it } from 'vitest';
import { toProblem } from '../../errors.ts';
import type { TraceOptions } from './format.ts';
import { parseTrace, traceColumns } from './parse-trace.ts';

const read = (text: string, options?: TraceOptions) => {
  const trace = parseTrace(text, options);
  return trace.kind === 'instants'
    ? { at: [...trace.atMs].map((ms) => Math.round(ms * 1000) / 1000) }
    : { interval: trace.intervalMs / 1000, counts: [...trace.counts] };
};
const notes = (text: string, options?: TraceOptions) => parseTrace(text, options).notes.join(' ');
function refusal(text: string, options?: TraceOptions): string {
  try {
    parseTrace(text, options);
  } catch (error) {
    const { owner, message, remedy, detail } = toProblem(error);
    expect(owner).toBe('yours');
    return [message, remedy, detail].join(' ');
  }
  throw new Error('It was loaded.');
}

const HEY = `response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset
0.0123,0.0010,0.0005,0.0001,0.0110,0.0001,200,0.0000
0.0120,0.0010,0.0005,0.0001,0.0110,0.0001,200,0.5000
`;
const MINUTE = 60_000;

describe('the column with the times', () => {
  it.each<[string, string, number[]]>([
    [
      'dates beside ids',
      'id,created_at\n1,2026-03-01T00:00:00Z\n2,2026-03-01T00:10:00Z\n3,2026-03-01T00:20:00Z\n',
      [0, 10 * MINUTE, 20 * MINUTE],
    ],
    [
      'dates beside numbers of orders',
      'order_id,createdAt,amount\n1001,2026-03-01T00:00:00Z,3\n1002,2026-03-01T00:10:00Z,4\n',
      [0, 10 * MINUTE],
    ],
    ['the offset of hey', HEY, [0, 500]],
    [
      'a start before an end',
      'ended,started,who\n2026-03-01 00:00:09,2026-03-01 00:00:00,a\n2026-03-01 00:00:10,2026-03-01 00:00:02,b\n',
      [0, 2000],
    ],
    ['times since 1970 in a column of any name', 'who,x\na,1740787200\nb,1740787201\n', [0, 1000]],
    ['a start in ms among durations', 'duration_ms,start_time_ms\n12,5\n11,25\n', [0, 20]],
    [
      'dates in the last column without a header',
      'GET,200,2026-03-01T00:00:00Z\nPUT,404,2026-03-01T00:00:01Z\n',
      [0, 1000],
    ],
    [
      'a day and a time in two columns',
      'date\ttime\tip\n2026-03-01\t23:59:59\ta\n2026-03-02\t00:00:01\tb\n',
      [0, 2000],
    ],
    ['quoted names and a semicolon', '"Zeit";"timestamp"\n"x";"1,5"\n"y";"2,25"\n', [0, 750]],
    ['the delimiter that a spreadsheet says', 'sep=;\nwho;t\na,b;1\nc;3\n', [0, 2000]],
    ['times of one day', 'time,user\n00:00:01,a\n00:00:03.5,b\n', [0, 2500]],
    ['a name that says both, with times since 1970', 'request_time\n1740787200.5\n1740787201\n', [0, 500]],
  ])('is found: %s', (_, text, at) => expect(read(text)).toEqual({ at }));

  it.each<[string, string, RegExp]>([
    [
      'durations alone',
      'duration_ms,status\n12,200\n15,200\n',
      /No column looks like the time.*--time-column.*"Time column".*duration_ms, status/,
    ],
    ['one column of latencies', 'latency\n12\n15\n', /No column looks like/],
    [
      'what nginx calls a time',
      'request_time,status\n0.012,200\n0.015,200\n',
      /when a request came or how long it took.*--time-column/,
    ],
    ['times that fall, called after their unit', 'time_ms\n12\n15\n11\n', /how long it took/],
    [
      'two columns of dates that nobody knows',
      'a,b\n2026-03-01 00:00,2026-03-02 00:00\n',
      /More than one column may be the time/,
    ],
    ['numbers of no name in three columns', '3,a,b\n1,c,d\n2,e,f\n', /how long it took/],
  ])('is asked for: %s', (_, text, words) => expect(refusal(text)).toMatch(words));

  it('is no column of numbers alone that do not rise', () => {
    expect(refusal('5\n3\n7\n')).toMatch(/when a request came or how long it took/);
  });

  it('is the one that is named, by its header or its number', () => {
    const text = 'received,started,n\n1,10,7\n2,30,8\n';
    expect(read(text, { timeColumn: 'started', countColumn: null })).toEqual({ at: [0, 20_000] });
    expect(read(text, { timeColumn: '2', countColumn: '3' })).toEqual({ interval: 20, counts: [7, 8] });
    expect(read('latency\n12\n15\n', { timeColumn: 'latency' })).toEqual({ at: [0, 3000] });
    expect(refusal(text, { timeColumn: '4' })).toContain('There is no column "4".');
  });

  it('is named in the notes with its unit', () => {
    expect(notes(HEY)).toContain('Times are in column "offset"; numbers in it are seconds.');
    expect(notes('ts\n1740787200000\n')).toContain('column "ts"; numbers in it are milliseconds since 1970');
    expect(notes('t\n1.000\n2.500\n')).toContain(
      'numbers in it are seconds, a point in them is a decimal point.',
    );
    expect(notes('at\n2026-03-01 00:00\n')).toContain('dates in column "at"; what is without a zone is UTC');
    expect(notes('at\n2026-03-01 00:00Z\n')).not.toContain('zone');
  });
});

describe('the unit of the times', () => {
  it.each<[string, string, number[]]>([
    ['nanoseconds by their digits', 'ts\n1740787200123456789\n1740787200623456789\n', [0, 500]],
    ['nanoseconds by digits and name', 'ts_ns\n1740787200123456789\n1740787200623456789\n', [0, 500]],
    ['the first second of 2001', 't\n978307200\n978307201\n', [0, 1000]],
    ['the last of 2099', 't\n4102444798\n4102444799\n', [0, 1000]],
    ['microseconds by name', 'start_us\n0\n1500\n', [0, 1.5]],
    ['days of a spreadsheet', 'Date,who\n46082.5,a\n46083,b\n', [0, 43_200_000]],
    ['a minute as seconds since 1970', 'minute,who\n1740787200,a\n1740787260,b\n', [0, 60_000]],
  ])('is found: %s', (_, text, at) => expect(read(text)).toEqual({ at }));

  it.each<[string, string, RegExp]>([
    [
      'a name against the digits',
      'time_ms\n1740787200\n1740787201\n',
      /called after milliseconds, but its numbers are seconds since 1970.*--unit.*"Unit"/,
    ],
    ['large numbers of no year', 't\n20260301\n9000000000\n', /cannot be told: 9000000000.*--unit/],
    [
      'fractions that may be days of a spreadsheet',
      'time\n46082.25\n46082.5\n',
      /may be seconds, or days as a spreadsheet.*--unit/,
    ],
    ['a point that may part thousands', 't;who\n1.000;a\n2.000;b\n', /1\.000.*a thousand/],
    ['days first or months first', 'at\n03/01/2026 10:00\n04/01/2026 10:00\n', /day first or month first/],
    ['times of a day that go back', 'time\n23:59:59\n00:00:01\n', /go back/],
  ])('is asked for: %s', (_, text, words) => expect(refusal(text)).toMatch(words));

  it('is the one that is said', () => {
    expect(read('time_ms\n1740787200\n1740787201\n', { unit: 's' })).toEqual({ at: [0, 1000] });
    expect(read('t\n5\n7\n', { unit: 'us' })).toEqual({ at: [0, 0.002] });
    expect(read('time\n46082.25\n46082.5\n', { unit: 'd' })).toEqual({ at: [0, 21_600_000] });
  });
});

describe('the column with the counts', () => {
  it.each<[string, string, number, number[]]>([
    ['a rate by the minute', 'time,rps\n0,5\n60,6\n', 60, [300, 360]],
    [
      'a rate of Grafana',
      '"Time","requests/s"\n"2026-03-01 00:00:00",5\n"2026-03-01 00:00:15",6\n',
      15,
      [75, 90],
    ],
    ['a rate by the minute, in words', 'ts,requestsPerMinute\n0,30\n20,60\n', 20, [10, 20]],
    [
      'a sum of CloudWatch',
      'Timestamp (UTC),Sum\n2026-03-01T00:00:00.000Z,5\n2026-03-01T00:05:00.000Z,6\n',
      300,
      [5, 6],
    ],
    ['hours', 'hour,requests\n0,5\n1,6\n2,0\n', 3600, [5, 6, 0]],
    ['one hour alone', 'hour,requests\n7,5\n', 3600, [5]],
    ['days', 'date,requests\n2026-03-01,500\n2026-03-02,600\n2026-03-03,100\n', 86_400, [500, 600, 100]],
    ['days with hours beside', 'date,hour,count\n2026-03-01,23,5\n2026-03-02,0,6\n', 3600, [5, 6]],
    ['requests before other numbers', 'time,errors,requests,p95\n0,1,10,3.5\n1,0,20,3.6\n', 1, [10, 20]],
    ['thousands in quotes', 'minute,requests\n0,"1,200"\n1,"900"\n', 60, [1200, 900]],
    [
      'thousands with points beside a comma',
      'minute;requests\n0;1.200\n1;12.345.678\n',
      60,
      [1200, 12_345_678],
    ],
    ['thousands with spaces', 'minute;requests\n0;1 200\n1;900\n', 60, [1200, 900]],
    ['rows of days alone', 'order_date,item\n2026-03-01,a\n2026-03-01,b\n2026-03-03,c\n', 86_400, [2, 0, 1]],
  ])('is found: %s', (_, text, interval, counts) => expect(read(text)).toEqual({ interval, counts }));

  it('is none where a number without a header is a status', () => {
    const text = '1772323200,200,0.012\n1772323201,404,0.013\n1772323202,200,0.013\n';
    expect(read(text)).toEqual({ at: [0, 1000, 2000] });
    expect(read('1772323200,200\n1772323205,404\n')).toEqual({ at: [0, 5000] });
    expect(refusal('1772323200,200\n1772323205,200\n')).toMatch(/statuses or counts.*--count-column/);
    expect(read('1772323200,200\n1772323205,200\n', { countColumn: '2' })).toEqual({
      interval: 5,
      counts: [200, 200],
    });
  });

  it.each<[string, string, RegExp]>([
    [
      'an unknown number at equal distances',
      'Time,api\n0,5\n15,6\n30,7\n',
      /equal distances, so "api" may be counts.*--count-column.*"Count column"/,
    ],
    [
      'two that may be it',
      'time,GET requests,POST requests\n0,5,1\n15,6,2\n',
      /"GET requests", "POST requests"/,
    ],
    ['a counter since a start', 'time,http_requests_total\n0,1000\n15,1006\n30,1010\n', /only grows/],
    [
      'one with three decimals or a thousand',
      'minute,requests\n0,1.000\n1,2.500\n',
      /"1\.000" in column "requests" may be 1\.000.*1,000/,
    ],
    [
      'a thousand or decimals further below',
      `minute,requests\n${Array.from({ length: 1200 }, (_, at) => `${at},7`).join('\n')}\n1200,1.500\n`,
      /row 1202: the count/,
    ],
    ['an interval that nobody says', 'time,requests\n0,5\n', /--interval SECONDS \(field "Interval"\)/],
    ['words in a column of counts', 'minute,requests\n0,five\n1,six\n', /rows 2–3: the count is not/],
  ])('is asked for: %s', (_, text, words) => expect(refusal(text)).toMatch(words));

  it.each<[string, string, number, number[]]>([
    ['hours of a day', 'Hour of day,Requests\n22,5\n23,6\n', 3600, [5, 6]],
    ['hours after a day', 'timestamp,requests\n2026030123,5\n2026030200,6\n', 3600, [5, 6]],
    [
      'an increase of Prometheus',
      'Time,increase(http_requests_total[1m])\n0,5\n60,6\n120,7\n',
      60,
      [5, 6, 7],
    ],
  ])('is found, too: %s', (_, text, interval, counts) => expect(read(text)).toEqual({ interval, counts }));

  it.each<[string, string, RegExp]>([
    [
      'two rows of an unknown number',
      'Datum;Anfragen\n01.03.2026 00:00;5\n01.03.2026 00:05;7\n',
      /"Anfragen" may be counts/,
    ],
    ['rows at even distances with a gap', 'Time,api\n0,5\n15,6\n45,7\n60,8\n', /"api" may be counts/],
    [
      'fractions in a column of values',
      'time,value\n0,5.5\n60,6\n120,7.25\n',
      /"value" holds fractions.*NAME\/s for a rate/,
    ],
    [
      'a rate with its unit in each row',
      'Time,requests/s\n0,5 req/s\n15,6 req/s\n',
      /rows 2–3: the rate is not a number/,
    ],
  ])('is asked for, too: %s', (_, text, words) => expect(refusal(text)).toMatch(words));

  it.each<[string, string, number[]]>([
    ['a second time since 1970', '1740787200,1740787201\n1740787205,1740787206\n', [0, 5000]],
    ['rows that come at once', 'Time,zone\n0,5\n0,6\n15,7\n30,7\n', [0, 0, 15_000, 30_000]],
    ['rows at no even distance', 'Time,zone\n0,5\n1,6\n15,7\n18,7\n', [0, 1000, 15_000, 18_000]],
    ['a log of single requests', 'Time,zone,path\n0,5,/\n1,6,/\n2,7,/\n', [0, 1000, 2000]],
  ])('is none beside %s', (_, text, at) => expect(read(text)).toEqual({ at }));

  it('is the one that is said, also as a rate', () => {
    const text = 'time,api\n0,5\n15,6\n30,7\n';
    expect(read(text, { countColumn: 'api' })).toEqual({ interval: 15, counts: [5, 6, 7] });
    expect(read(text, { countColumn: 'api/s' })).toEqual({ interval: 15, counts: [75, 90, 105] });
    expect(read(text, { countColumn: 'api/min' })).toEqual({ interval: 15, counts: [1.25, 1.5, 1.75] });
    expect(read(text, { countColumn: null })).toEqual({ at: [0, 15_000, 30_000] });
    expect(read('time,requests\n0,5\n', { intervalMs: 60_000 })).toEqual({ interval: 60, counts: [5] });
    expect(read('time,requests\n0,5\n120,6\n', { intervalMs: 60_000 })).toEqual({
      interval: 60,
      counts: [5, 0, 6],
    });
    expect(refusal('time\n0\n5\n', { intervalMs: 60_000 })).toMatch(
      /An interval is given, and no column holds counts/,
    );
  });

  it('is named in the notes', () => {
    expect(notes('time,rps\n0,5\n60,6\n')).toContain(
      'Column "rps" holds requests per second: times the interval.',
    );
    expect(notes('time,requests\n0,5\n60,6\n155,1\n')).toContain('1 rows lie between two intervals');
  });
});

describe('dates', () => {
  it.each<[string, string[], number]>([
    ['Postgres', ['2026-03-01 01:00:00.1+01', '2026-03-01 01:00:01.5+01'], 1400],
    ['Go', ['2026-03-01 00:00:00 +0000 UTC', '2026-03-01T00:00:01Z'], 1000],
    ['small letters', ['2026-03-01t00:00:00z', '2026-03-01 00:00:00 gmt'], 0],
    ['no seconds, slashes after the year', ['2026/03/01 00:00', '2026/3/1 00:01'], 60_000],
    ['a comma before the milliseconds', ['"2026-03-01 00:00:00,100"', '"2026-03-01 00:00:00,350"'], 250],
    ['points', ['01.03.2026 00:00', '01.03.2026 00:00:30'], 30_000],
    ['months by name', ['01/Mar/2026:00:00:00 +0100', '"Sun, 01 Mar 2026 00:00:00 GMT"'], 3_600_000],
    [
      'American, with the month by name',
      ['"Mar 1, 2026 12:00:00 AM"', '"Mar 1, 2026, 1:00 PM"'],
      13 * 3_600_000,
    ],
    ['without separators', ['20260301T000000Z', '20260301000002'], 2000],
    ['days first, where one can be nothing else', ['13/03/2026 00:00', '14/03/2026 00:00'], 86_400_000],
    ['months first, where one can be nothing else', ['03/13/2026 00:00', '03/14/2026 00:00'], 86_400_000],
    ['a leap second', ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'], 0],
  ])('as written by or with: %s', (_, [first, second], distance) =>
    expect(read(`at\n${first}\n${second}\n`)).toEqual({ at: [0, distance] }),
  );

  it.each([
    '2026-02-29 00:00',
    '2026-13-01 00:00',
    '2026-03-01 24:00',
    '2026-03-01 10:60',
    '2026-03-01 13:00 PM',
  ])('%s does not exist', (cell) =>
    expect(refusal(`at\n2026-03-01 00:00\n${cell}\n`)).toContain('row 3: not a time'),
  );
});

describe('the columns of a file, for a form', () => {
  it.each<[string, string[]]>([
    ['\ufeff"id";created_at\n1;2026-03-01\n', ['id', 'created_at']],
    ['1772323200,200\n', ['column 1', 'column 2']],
    ['{"a":1}', []],
    ['', []],
  ])('%j', (text, columns) => expect(traceColumns(text)).toEqual(columns));
});
