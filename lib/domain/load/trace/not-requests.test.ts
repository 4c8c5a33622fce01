import { describe, expect, it } from 'vitest';
import { toProblem } from '../../errors.ts';
import { parseTrace } from './parse-trace.ts';

const requests = (text: string): number => parseTrace(text).requests;
function refusal(text: string): string {
  try {
    return `loaded ${parseTrace(text).requests}`;
  } catch (error) {
    const { message, remedy } = toProblem(error);
    return `${message} ${remedy}`;
  }
}

/** A file with a row a minute. */
const byMinute = (header: string, rows: readonly string[]): string =>
  [header, ...rows.map((row, minute) => `2026-03-01T00:0${minute}:00Z,${row}`)].join('\n');
/** A file with rows whenever something happened. */
const atAnyTime = (header: string, rows: readonly string[]): string =>
  [header, ...rows.map((row, index) => `2026-03-01T00:00:${[10, 17, 29, 58][index]}Z,${row}`)].join('\n');

describe('a number that is no number of requests', () => {
  it.each([
    ['requests in flight', byMinute('time,requests_in_flight', ['50', '40', '40'])],
    ['messages that wait', byMinute('time,messages_visible', ['50', '40', '40'])],
    ['requests that are pending', byMinute('time,pending requests', ['50', '40', '40'])],
    ['a rate of bits', byMinute('time,Mbit/s', ['100', '120', '90'])],
    ['a rate of tokens', byMinute('time,tokens per second', ['100', '120', '90'])],
    ['sums of durations', byMinute('Timestamp,Sum,Unit', ['1200,Milliseconds', '1000,Milliseconds'])],
    ['sums beside another number of samples', byMinute('Timestamp,SampleCount,Sum', ['12,1200', '10,900'])],
    ['numbers with a unit of their own', byMinute('Time,api', ['5.2 req/s', '6.1 req/s', '5 req/s'])],
    ['abbreviated numbers', byMinute('Time,api', ['1.2 K', '950', '1 K'])],
    ['a count of successes alone', byMinute('time,success_count,failure_count', ['9,1', '9,1'])],
    ['totals of unknown things at any time', atAnyTime('created_at,total', ['100', '50', '20'])],
    ['counts at distances of which none is common', atAnyTime('time,count', ['5', '6', '7', '8'])],
  ])('is asked about: %s', (_, text) => expect(refusal(text)).toMatch(/--(count-column|interval)/));

  it.each<[string, string, number]>([
    ['the total of an order', atAnyTime('created_at,order_id,total', ['17,100', '18,50', '19,20']), 3],
    ['tokens', atAnyTime('Timestamp,Model,Total tokens', ['a,490', 'b,1317', 'a,20']), 3],
    ['a value of a customer', atAnyTime('timestamp,customer,value', ['a,490', 'b,1317', 'a,20']), 3],
  ])('belongs to one request: %s', (_, text, count) => expect(requests(text)).toBe(count));

  it.each<[string, string, number]>([
    ['requests per minute', byMinute('time,requests per minute', ['50', '40']), 90],
    ['a rate of hits', byMinute('time,hits/s', ['5', '4']), 540],
    ['sums of counts', byMinute('Timestamp,Sum,Unit', ['12,Count', '10,Count']), 22],
    ['sums of samples of one', byMinute('Timestamp,SampleCount,Sum', ['12,12', '10,10']), 22],
    ['values with a gap', byMinute('time,value', ['5', '6', '7']).replace('00:02', '00:03'), 18],
    ['values at even distances', byMinute('time,value', ['5', '6', '7']), 18],
    ['a count that knows its failures', byMinute('time,requests,failures', ['9,1', '9,1']), 18],
    ['a total that falls by little', byMinute('time,total', ['10', '20', '30', '16']), 76],
  ])('is one all the same: %s', (_, text, count) => expect(requests(text)).toBe(count));

  it('is a counter also where it began anew', () =>
    expect(refusal(byMinute('time,http_requests_total', ['1000', '1050', '1100', '5', '50']))).toMatch(
      /count since a start/,
    ));
});

describe('intervals', () => {
  const at = (...minutes: number[]): string =>
    `t,requests\n${minutes.map((minute) => `${minute * 60},5`).join('\n')}`;
  it('may have gaps', () => expect(requests(at(0, 1, 2, 5, 9))).toBe(25));
  it('may be beside their place in a third of the rows, not in more', () => {
    expect(requests(at(0, 1, 2, 3.5, 5, 6))).toBe(30);
    expect(refusal(at(0, 1, 2, 3.5, 5.4, 6.6, 8))).toMatch(/--interval/);
  });
});

describe('logs', () => {
  it('Gatling: rows of REQUEST alone, at their start', () => {
    const trace = parseTrace(
      'RUN\tsim.Basic\tbasic\t1772323200000\t \t3.9.5\nUSER\tScn\tSTART\t1772323200100\n' +
        'REQUEST\t\tfirst 1\t1772323200123\t1772323200900\tOK\t \nREQUEST\t\t2\t1772323201123\t1772323201200\tKO\tno\n' +
        'USER\tScn\tEND\t1772323201300\n',
    );
    expect(trace).toMatchObject({ kind: 'instants', requests: 2, durationMs: 1000 });
    expect(trace.format).toContain('Gatling');
  });

  it('Envoy: a time in brackets first', () => {
    const line = (second: number) => `[2026-03-01T00:00:0${second}.500Z] "GET / HTTP/1.1" 200 - 0 12 3 2\n`;
    expect(parseTrace(line(1) + line(3))).toMatchObject({ requests: 2, durationMs: 2000 });
  });

  it('Kibana writes an @ between the day and the time', () =>
    expect(
      requests(
        '"@timestamp per minute","Count of records"\n"Mar 1, 2026 @ 00:00:00.000","1,200"\n"Mar 1, 2026 @ 00:01:00.000",90\n',
      ),
    ).toBe(1290));
});
