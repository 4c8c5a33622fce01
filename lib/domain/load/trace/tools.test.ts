import { describe, expect, it } from 'vitest';
import { toProblem } from '../../errors.ts';
import { parseTrace } from './parse-trace.ts';

const attempt = (text: string): string => {
  try {
    return parseTrace(text).format;
  } catch (error) {
    const { message, remedy, detail } = toProblem(error);
    return [message, remedy, detail].join(' ');
  }
};

describe('results of load generators', () => {
  it('k6: rows of http_reqs alone', () => {
    const k6 =
      'metric_name,timestamp,metric_value,check,error,method,status\n' +
      'vus,1740787200,3.000000,,,,\n' +
      [0, 1]
        .map(
          (at) =>
            `http_reqs,174078720${at},1.000000,,,GET,200\nhttp_req_duration,174078720${at},12.3,,,GET,200\n`,
        )
        .join('');
    const trace = parseTrace(k6);
    expect(trace).toMatchObject({ kind: 'instants', requests: 2, durationMs: 1000 });
    expect(trace.notes.join(' ')).toMatch(/seconds since 1970.*row of http_reqs/);
    expect(attempt(k6.replaceAll('http_reqs', 'ws_msgs'))).toMatch(/holds no request/);
    expect(attempt(k6.replace('http_reqs,1740787200', 'http_reqs,soon'))).toMatch(
      /row 3: timestamp is not a time/,
    );
  });

  it('JMeter: starts and durations', () => {
    const head = 'timeStamp,elapsed,label,responseCode,allThreads,Latency\n';
    const trace = parseTrace(`${head}1740787200500,120,GET /,200,10,100\n1740787200000,80,GET /,200,10,70\n`);
    expect(trace.kind === 'instants' && [[...trace.atMs], [...(trace.tookMs ?? [])]]).toEqual([
      [0, 500],
      [80, 120],
    ]);
    expect(attempt(`${head}1740787200500,fast,GET /,200,10,100\n`)).toMatch(/row 2: elapsed/);
  });

  it('Locust: the rate of all names together', () => {
    const trace = parseTrace(
      'Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%\n' +
        '1740787200,10,GET,/,3.5,0,12\n1740787200,10,,Aggregated,5.5,0,12\n1740787201,10,GET,/,4,0,12\n1740787201,10,,Aggregated,6,0,N/A\n',
    );
    expect(trace.kind === 'counts' && [trace.intervalMs, [...trace.counts]]).toEqual([1000, [5.5, 6]]);
  });

  it('vegeta: nanoseconds, a status and a latency without a header', () => {
    const row = (at: string, status: number) =>
      `${at},${status},12345678,0,5,"",aGk=,name,1,GET,http://x/,""\n`;
    const trace = parseTrace(row('1740787200000000000', 200) + row('1740787200250000000', 0));
    expect(trace).toMatchObject({ kind: 'instants', requests: 2 });
    // A number of 19 digits is kept to the quarter of a microsecond.
    expect(trace.durationMs).toBeCloseTo(250, 3);
    expect(trace.notes.join(' ')).toContain('nanoseconds since 1970');
  });
});

describe('access logs', () => {
  it('of Apache, nginx and others', () => {
    const line = (second: string) =>
      `10.0.0.1 - bob [01/Mar/2026:00:00:${second} +0100] "GET /?a=\\"b HTTP/1.1" 200 12 "-" "curl, x"\n`;
    const trace = parseTrace(`${line('00')}\r\n${line('03')}${line('01')}`);
    expect(trace.kind === 'instants' && [...trace.atMs]).toEqual([0, 1000, 3000]);
    expect(attempt(`${line('00')}nonsense\n`)).toMatch(/row 2: no time where this log has it/);
  });

  it('in the extended format of IIS and CloudFront', () => {
    const head =
      '#Software: x\r\n#Version: 1.0\r\n#Fields: date time cs-method cs-uri-stem sc-status time-taken\r\n';
    const trace = parseTrace(
      `${head}2026-03-01 23:59:59 GET / 200 12\r\n#Date: x\r\n2026-03-02 00:00:01 GET / 200 15\r\n`,
    );
    expect(trace.kind === 'instants' && [...trace.atMs]).toEqual([0, 2000]);
    const tabs = '#Fields: date time sc-bytes\n2026-03-01\t10:00:00\t5\nsoon\t10:00:01\t6\n';
    expect(attempt(tabs)).toMatch(/row 3: not a time \(row 3 has "soon 10:00:01"\)/);
  });

  it('of a load balancer of AWS, at the time of the request', () => {
    const line = (answered: string, created: string) =>
      `https ${answered} app/lb/1 1.2.3.4:5 10.0.0.1:80 0.000 9.000 0.000 200 200 34 366 "GET https://x:443/?at=2020-01-01T00:00:00Z HTTP/1.1" "curl" ECDHE TLSv1.2 arn:x "Root=1-2" "x" "arn:y" 0 ${created} "forward" "-" "-"\n`;
    const trace = parseTrace(
      line('2026-03-01T00:00:09.5Z', '2026-03-01T00:00:00.500000Z') +
        line('2026-03-01T00:00:10Z', '2026-03-01T00:00:02.000000Z'),
    );
    expect(trace.kind === 'instants' && [...trace.atMs]).toEqual([0, 1500]);
  });
});

it.each(['{"metric":"http_reqs"}\n{}\n', '[{"t":1}]', '<html><body>', ' [\n  {"t":1}]'])(
  'what is no table is refused in words: %j',
  (text) => expect(attempt(text)).toMatch(/JSON or a page.*CSV/),
);
