import type { Ms } from '../../units.ts';
import type { BadRows } from './bad-rows.ts';
import { dateIn } from './dates.ts';
import { Instants } from './instants.ts';
import type { Trace } from './trace.ts';

/** A log that is no table: each line is a request with a time in a known place. */
export interface LineFormat {
  name: string;
  /** Told by the first line. */
  matches: RegExp;
  at(line: string): Ms | null;
  note: string;
  /** Other lines are no requests. */
  requests?: RegExp;
}

const BRACKETS = /\[(\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:[\d:]+ [+-]\d{4})\]/;

/** Apache, nginx and many others: 127.0.0.1 - - [01/Mar/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 12 */
const commonLog: LineFormat = {
  name: 'an access log (common log format)',
  matches: BRACKETS,
  at: (line) => dateIn(BRACKETS.exec(line)?.[1] ?? '')?.at ?? null,
  note: 'Every line is a request; its time is the one in brackets.',
};

const ISO = String.raw`\d{4}-\d{2}-\d{2}T[\d:.]+Z`;
const ANSWERED = new RegExp(`^(?:https?|h2|grpcs?|wss?) (${ISO}) `);
const CREATED = new RegExp(` -?\\d+ (${ISO}) "`);

/** AWS Application Load Balancer: the second field is the time of the answer, request_creation_time that of the request. */
const loadBalancer: LineFormat = {
  name: 'an access log of an AWS Application Load Balancer',
  matches: ANSWERED,
  at: (line) => dateIn(CREATED.exec(line)?.[1] ?? ANSWERED.exec(line)?.[1] ?? '')?.at ?? null,
  note: 'Every line is a request, taken at its request_creation_time.',
};

const BRACKETS_ISO = new RegExp(`^\\[(${ISO})\\] "`);

/** Envoy and Istio: [2026-03-01T00:00:00.000Z] "GET / HTTP/1.1" 200 - 0 12 */
const envoy: LineFormat = {
  name: 'an access log of Envoy',
  matches: BRACKETS_ISO,
  at: (line) => dateIn(BRACKETS_ISO.exec(line)?.[1] ?? '')?.at ?? null,
  note: 'Every line is a request; its time is the one in brackets.',
};

/** Milliseconds since 1970 of the start, those of the end, the status. */
const GATLING = /\t(\d{13})\t\d{13}\t(?:OK|KO)\b/;

/** Gatling's simulation.log: lines of users, groups and the run stand between those of requests. */
const gatling: LineFormat = {
  name: 'a simulation.log of Gatling',
  matches: /^(?:RUN|USER|REQUEST|GROUP)\t.*\d{13}/,
  at: (line) => (GATLING.test(line) ? Number(GATLING.exec(line)?.[1]) : null),
  note: 'Every line of REQUEST is a request, taken at its start; others are left out.',
  requests: /^REQUEST\t/,
};

const FORMATS: readonly LineFormat[] = [loadBalancer, commonLog, envoy, gatling];

/** The log that the text is; null: it is none of them. */
export function logFormat(text: string): LineFormat | null {
  const line = /[^\r\n]+/.exec(text.slice(0, 10_000))?.[0] ?? '';
  return FORMATS.find(({ matches }) => matches.test(line)) ?? null;
}

/** Its lines as requests; a line without a time is bad. */
export function readLog(
  text: string,
  { name, at, note, requests }: LineFormat,
  bad: BadRows,
): { trace: Trace; rows: number } {
  const instants = new Instants(false);
  let [rows, number] = [0, 0];
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(from, end).trim();
    from = end + 1;
    number++;
    if (line === '' || requests?.test(line) === false) continue;
    rows++;
    const time = at(line);
    if (time === null) bad.add(number, 'no time where this log has it', line);
    else instants.add(time);
  }
  return { trace: instants.trace(name, [note]), rows };
}
