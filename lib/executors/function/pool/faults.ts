import type { Problem } from '#lib/domain/errors.ts';
import type { Outcome } from '#lib/domain/execution/executor.ts';
import type { MiB, Ms } from '#lib/domain/units.ts';
import { type FunctionFault, faultOf } from '../runtime-api/messages.ts';
import { initTimedOut, machineShort, outOfMemory, timedOut } from './ending.ts';
import type { Ended } from './sandbox-process.ts';

/** How an invocation or an init came to its end. */
export interface Result {
  outcome: Outcome;
  fault: FunctionFault | null;
  problem: Problem | null;
}

export const FINE: Result = { outcome: 'ok', fault: null, problem: null };

const about = (requestId: string | null, text: string): string =>
  requestId === null ? `Error: ${text}` : `RequestId: ${requestId} Error: ${text}`;

const seconds = (ms: Ms): string => (ms / 1_000).toFixed(2);

/** The words of the platform for a function that took too long. */
const timeoutText = (limit: Ms): string => `Task timed out after ${seconds(limit)} seconds`;

export const timeoutLine = (at: Date, requestId: string, limit: Ms): string =>
  `${at.toISOString()} ${requestId} ${timeoutText(limit)}\n\n`;

export const lateResult = (limit: Ms, requestId: string | null, loading: boolean): Result => ({
  outcome: loading ? 'init-error' : 'timeout',
  fault: faultOf('Sandbox.Timedout', about(requestId, timeoutText(limit))),
  problem: (loading ? initTimedOut(limit) : timedOut(limit)).problem,
});

/** Ends that the platform words, not the runtime. */
const OURS = new Set(['Sandbox.Timedout', 'Runtime.ExitError', 'Runtime.OutOfMemory']);

/** An init that was done again within an invocation and failed there, as that invocation's own end. */
export function withinInvocation(result: Result, requestId: string): Result {
  const { fault } = result;
  if (fault === null || !OURS.has(fault.errorType)) return result;
  return { ...result, fault: faultOf(fault.errorType, `RequestId: ${requestId} ${fault.errorMessage}`) };
}

/** What a runtime reported by itself: the code's own error, or that it could not be loaded. */
export function reportedResult(fault: FunctionFault, loading: boolean): Result {
  const tooLarge =
    fault.errorType === 'Function.ResponseSizeTooLarge' || fault.errorType === 'Runtime.MarshalError';
  const failing: Outcome = tooLarge ? 'invalid-response' : 'handler-error';
  const outcome = loading ? 'init-error' : failing;
  const message = `${fault.errorType}: ${fault.errorMessage}`;
  return {
    outcome,
    fault,
    problem: {
      code: outcome,
      owner: 'yours',
      message,
      remedy: loading
        ? 'Correct the code; the log has the stack.'
        : 'Correct the handler; the log has the stack.',
    },
  };
}

/** In the words of Go, in which the platform's own program is written. */
const SIGNALS: Readonly<Record<number, string>> = {
  1: 'hangup',
  2: 'interrupt',
  3: 'quit',
  4: 'illegal instruction',
  5: 'trace/breakpoint trap',
  6: 'aborted',
  7: 'bus error',
  8: 'floating point exception',
  9: 'killed',
  10: 'user defined signal 1',
  11: 'segmentation fault',
  12: 'user defined signal 2',
  13: 'broken pipe',
  14: 'alarm clock',
  15: 'terminated',
  31: 'bad system call',
};

/** As the platform words it; bubblewrap reports a signal inside as 128 + its number. */
function exitWords({ code, signal }: Ended): string {
  if (signal !== null) return `exited with error: signal: ${signal === 'SIGKILL' ? 'killed' : signal}`;
  if (code === null || code === 0) return 'exited without providing a reason';
  const ended = SIGNALS[code - 128];
  return ended === undefined
    ? `exited with error: exit status ${code}`
    : `exited with error: signal: ${ended}`;
}

const HEAP_EXHAUSTED = 'JavaScript heap out of memory';

/** The machine had no more memory for all sandboxes together. */
export function shortResult(memory: MiB, requestId: string | null): Result {
  const { outcome, problem } = machineShort(memory);
  return { outcome, fault: faultOf('Sandbox.MachineShort', about(requestId, problem.message)), problem };
}

/** The process ended by itself, or the kernel ended it. */
export function exitResult(ended: Ended, requestId: string | null, memory: MiB, log: string): Result {
  const text = `Runtime ${exitWords(ended)}`;
  if (ended.killedFor === 'machine') return shortResult(memory, requestId);
  if (ended.killedFor !== null || log.includes(HEAP_EXHAUSTED)) {
    const { problem } = outOfMemory(memory);
    return {
      outcome: 'out-of-memory',
      fault: faultOf('Runtime.OutOfMemory', about(requestId, text)),
      problem,
    };
  }
  return {
    outcome: requestId === null ? 'init-error' : 'exited',
    fault: faultOf('Runtime.ExitError', about(requestId, text)),
    problem: {
      code: requestId === null ? 'init-exited' : 'handler-exited',
      owner: 'yours',
      message: `${text}.`,
      remedy: 'Look at the log for an uncaught error or a call that ends the process.',
    },
  };
}
