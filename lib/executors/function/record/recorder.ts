import { randomUUID } from 'node:crypto';
import type { StartKind } from '#lib/domain/functions/billing.ts';
import type { FunctionVersion } from '#lib/domain/functions/configuration.ts';
import { billedRecord, type InvocationRecord } from '#lib/domain/functions/record.ts';
import { endLine, reportLine } from '#lib/domain/functions/report-line.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Exchange } from '../pool/function-environment.ts';

const BYTES_PER_MIB = 1024 * 1024;

/** A request id as the platform makes them. */
export const newRequestId = (): string => randomUUID();

export interface Served {
  requestId: string;
  version: FunctionVersion;
  instanceId: string;
  startedAt: Date;
  start: StartKind;
  init: Ms;
  /** Init that had to be done again, within the invocation. */
  repeatedInit: Ms;
  exchange: Exchange;
  /** CPU time of the environment before this invocation. */
  cpuBefore: Ms;
  /** What environments that did not come up printed. */
  earlierLog: string;
}

/** The record of an invocation, its log closed with END and REPORT. */
export function recordOf(served: Served): InvocationRecord {
  const { requestId, version, instanceId, startedAt, start, init, repeatedInit, exchange, cpuBefore } =
    served;
  const { peakMemory, cpuTime } = exchange.usage;
  const { outcome, problem, fault } = exchange.result;
  const measured = {
    ...{ requestId, functionName: version.name, version: version.version, instanceId },
    ...{ startedAt: startedAt.toISOString(), start, init, duration: exchange.duration + repeatedInit },
    memory: version.configuration.memoryMiB,
    memoryUsed: peakMemory === null ? null : Math.ceil(peakMemory / BYTES_PER_MIB),
    cpuTime: cpuTime === null ? null : Math.max(0, cpuTime - cpuBefore),
    ...{ outcome, problem },
  };
  const record = billedRecord(measured, version.configuration.timeoutMs);
  const log = served.earlierLog + exchange.log.text();
  const lines = log === '' || log.endsWith('\n') ? log : `${log}\n`;
  return { ...record, log: `${lines}${endLine(requestId)}${reportLine(record, fault?.errorType)}` };
}
