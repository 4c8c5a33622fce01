import type { Problem } from '../errors.ts';
import type { Outcome } from '../execution/executor.ts';
import type { MiB, Ms } from '../units.ts';
import { billedDuration, GRANULARITY, type StartKind } from './billing.ts';

/** What the platform writes down about one invocation that met an environment. */
export interface InvocationRecord {
  requestId: string;
  functionName: string;
  version: string;
  instanceId: string;
  /** ISO date of the start of the invoke phase. */
  startedAt: string;
  start: StartKind;
  /** Of the environment; 0 when it was warm. A pre-warmed one's first request shows it too. */
  init: Ms;
  /** From handing over the event until the runtime asked for the next one. */
  duration: Ms;
  billed: Ms;
  /** The same under the rule of before December 2020. */
  billedBefore2020: Ms;
  memory: MiB;
  /** Most memory of all processes of the environment at once so far; null where the machine does not count. */
  memoryUsed: MiB | null;
  /** CPU time of all processes during this invocation, init included when cold; null where it is not counted. */
  cpuTime: Ms | null;
  outcome: Outcome;
  problem: Problem | null;
  /** Everything from START to REPORT. */
  log: string;
}

export type Measured = Omit<InvocationRecord, 'billed' | 'billedBefore2020' | 'log'>;

/** Adds what follows from the times. What ending an environment takes beyond the function's timeout is not billed. */
export function billedRecord(measured: Measured, timeout: Ms): Omit<InvocationRecord, 'log'> {
  const { start, init } = measured;
  const duration = Math.min(measured.duration, timeout);
  return {
    ...measured,
    billed: billedDuration(start, init, duration, GRANULARITY.now),
    billedBefore2020: billedDuration(start, init, duration, GRANULARITY.before2020),
  };
}
