import type { Outcome } from '../execution/executor.ts';
import type { Ms } from '../units.ts';
import type { InvocationRecord } from './record.ts';

/** AWS Lambda's own lines in a function's log. Fields are separated by tabs, times have two decimals. */
export const startLine = (requestId: string, version: string): string =>
  `START RequestId: ${requestId} Version: ${version}\n`;

export const endLine = (requestId: string): string => `END RequestId: ${requestId}\n`;

export const initStartLine = (runtime: string): string => `INIT_START Runtime Version: ${runtime}\n`;

/** Where an init takes place: ahead of the invocation, or once more within it. */
export type InitPhase = 'init' | 'invoke';

/** Of a function, or its init, that took too long. */
export const TIMED_OUT = 'Sandbox.Timedout';

/** The platform's names for errors; every other one it calls unknown. */
const named = (errorType: string): string =>
  /^(Runtime|Function|Extension|Sandbox)\.\w+$/.test(errorType) ? errorType : 'Runtime.Unknown';

const statusOf = (errorType: string): string =>
  errorType === TIMED_OUT ? 'Status: timeout' : `Status: error\tError Type: ${named(errorType)}`;

/** Printed only when init failed or took too long. */
export const initReportLine = (init: Ms, phase: InitPhase, errorType: string): string =>
  `INIT_REPORT Init Duration: ${init.toFixed(2)} ms\tPhase: ${phase}\t${statusOf(errorType)}\n`;

/** Ends of an environment, which the REPORT line tells; a handler that threw is no such thing. */
const TOLD: ReadonlySet<Outcome> = new Set<Outcome>(['timeout', 'out-of-memory', 'exited', 'init-error']);

type Reported = Pick<
  InvocationRecord,
  'requestId' | 'duration' | 'billed' | 'memory' | 'memoryUsed' | 'start' | 'init' | 'outcome'
>;

/**
 * The REPORT line; the memory used is left out where it is not known rather than made up, and so is an init
 * that did not succeed. Forms as in logs of AWS Lambda of 2025: a tab at the end unless a status follows.
 */
export function reportLine(record: Reported, errorType = 'Runtime.Unknown'): string {
  const { start, init, outcome, memoryUsed } = record;
  const fields = [
    `REPORT RequestId: ${record.requestId}`,
    `Duration: ${record.duration.toFixed(2)} ms`,
    `Billed Duration: ${record.billed} ms`,
    `Memory Size: ${record.memory} MB`,
    ...(memoryUsed === null ? [] : [`Max Memory Used: ${memoryUsed} MB`]),
    ...(start === 'warm' || init === 0 ? [] : [`Init Duration: ${init.toFixed(2)} ms`]),
    ...(TOLD.has(outcome) ? [statusOf(outcome === 'timeout' ? TIMED_OUT : errorType)] : ['']),
  ];
  return `${fields.join('\t')}\n`;
}
