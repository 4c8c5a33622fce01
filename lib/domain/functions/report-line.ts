import type { Outcome } from '../execution/executor.ts';
import type { Ms } from '../units.ts';
import type { InvocationRecord } from './record.ts';

/** AWS Lambda's own lines in a function's log. Fields are separated by tabs, times have two decimals. */
export const startLine = (requestId: string, version: string): string =>
  `START RequestId: ${requestId} Version: ${version}\n`;

export const endLine = (requestId: string): string => `END RequestId: ${requestId}\n`;

export const initStartLine = (runtime: string): string => `INIT_START Runtime Version: ${runtime}\n`;

/** Printed only when init failed or took too long. */
export const initReportLine = (init: Ms, status: 'error' | 'timeout', errorType: string | null): string =>
  `INIT_REPORT Init Duration: ${init.toFixed(2)} ms\tPhase: init\tStatus: ${status}${
    errorType === null ? '' : `\tError Type: ${errorType}`
  }\n`;

/** What the REPORT line says of an invocation that did not end well; a handler that threw is no such thing. */
const STATUS: Partial<Record<Outcome, string>> = {
  timeout: 'Status: timeout',
  'out-of-memory': 'Status: error\tError Type: Runtime.OutOfMemory',
  exited: 'Status: error\tError Type: Runtime.ExitError',
  'init-error': 'Status: error\tError Type: Runtime.Unknown',
};

type Reported = Pick<
  InvocationRecord,
  'requestId' | 'duration' | 'billed' | 'memory' | 'memoryUsed' | 'start' | 'init' | 'outcome'
>;

/** The REPORT line; the memory used is left out where it is not known rather than made up. */
export function reportLine(record: Reported): string {
  const status = STATUS[record.outcome];
  const fields = [
    `REPORT RequestId: ${record.requestId}`,
    `Duration: ${record.duration.toFixed(2)} ms`,
    `Billed Duration: ${record.billed} ms`,
    `Memory Size: ${record.memory} MB`,
    ...(record.memoryUsed === null ? [] : [`Max Memory Used: ${record.memoryUsed} MB`]),
    ...(record.start === 'warm' ? [] : [`Init Duration: ${record.init.toFixed(2)} ms`]),
    ...(status === undefined ? [] : [status]),
  ];
  return `${fields.join('\t')}\t\n`;
}
