import { type Problem, toProblem } from '#lib/domain/errors.ts';
import type { Outcome } from '#lib/domain/execution/executor.ts';
import { endedByShortage, isShortage } from '#lib/domain/execution/machine-budget.ts';
import type { MiB, Ms } from '#lib/domain/units.ts';
import { exitWords } from '../../host/exit-words.ts';

/** Why an environment is no more, as the request it was serving sees it. */
export interface Ending {
  outcome: Outcome;
  problem: Problem;
}

const yours = (outcome: Outcome, code: string, message: string, remedy: string, detail?: string): Ending => ({
  outcome,
  problem: { code, owner: 'yours', message, remedy, detail },
});

export const timedOut = (limit: Ms): Ending =>
  yours(
    'timeout',
    'handler-timeout',
    `The handler took longer than ${limit} ms and was ended with its environment.`,
    'Look for an await that never settles, an endless loop, or what keeps the event loop from emptying after a callback; or allow more time.',
  );

export const initTimedOut = (limit: Ms): Ending =>
  yours(
    'init-error',
    'init-timeout',
    `Loading the code took longer than ${limit} ms.`,
    'Do less when the module is loaded; move slow work into the handler.',
  );

export const killed = (): Ending =>
  yours('exited', 'environment-killed', 'The environment was killed.', 'Send the request again.');

/** The code answered and left an error behind that nobody awaits. */
export const endedByError = (): Ending =>
  yours(
    'exited',
    'handler-exited',
    'The process ended with an error that nobody awaits, left behind by the request before this one.',
    'Await every promise, and catch what a timer or a listener may throw.',
  );

/** The same end for a request that the sandbox had begun already when the one before it used up its limit. */
export const endBehind = (ending: Ending): Ending =>
  ending.outcome === 'timeout'
    ? yours(
        'exited',
        'environment-killed',
        'The environment was ended because the request before this one took too long.',
        'Send the request again.',
      )
    : ending;

export const cancelled = (): Ending =>
  yours('cancelled', 'cancelled', 'The request was cancelled.', 'Send it again when you want its answer.');

export const violated = (what: string): Ending =>
  yours(
    'exited',
    'sandbox-protocol-violation',
    `The code wrote ${what} to the sandbox's own channel, so its environment was ended.`,
    'Do not write to file descriptor 3.',
  );

export const tampered = (): Ending =>
  yours(
    'exited',
    'sandbox-protocol-violation',
    'The code wrote to the pipe that its requests come by, or read from it, so its environment was ended.',
    'Do not use file descriptor 5.',
  );

export const outOfMemory = (limit: MiB, detail?: string): Ending =>
  yours(
    'out-of-memory',
    'out-of-memory',
    `The code needed more than its ${limit} MiB of memory and was ended.`,
    'Give it more memory, or keep less in memory at once.',
    detail,
  );

/** The machine had no more memory for all sandboxes together. */
export const machineShort = (limit: MiB): Ending => ({
  outcome: 'throttled',
  problem: endedByShortage(limit),
});

/** Why no environment was started. */
export function notStarted(error: unknown): Ending {
  const problem = toProblem(error);
  return { outcome: isShortage(problem.code) ? 'throttled' : 'unavailable', problem };
}

export const disposed = (): Ending => ({
  outcome: 'unavailable',
  problem: {
    code: 'deployment-disposed',
    owner: 'ours',
    message: 'The deployment was taken down while the request was served.',
    remedy: 'Deploy again.',
  },
});

export interface Exit {
  code: number | null;
  signal: string | null;
}

export const exited = (exit: Exit, loading: boolean): Ending =>
  yours(
    loading ? 'init-error' : 'exited',
    loading ? 'init-exited' : 'handler-exited',
    `The process ended with ${exitWords(exit.code, exit.signal)} ${loading ? 'while the code was loaded' : 'during the request'}.`,
    'Look at the log for an uncaught error or a call that ends the process (process.exit, sys.exit).',
  );

export const sandboxFailed = (exit: Exit, log: string): Ending => ({
  outcome: 'unavailable',
  problem: {
    code: 'sandbox-failed',
    owner: 'ours',
    message: `The sandbox could not start (${exitWords(exit.code, exit.signal)}).`,
    remedy: 'Run `npm run -s crossover -- doctor` to see what this machine lacks.',
    detail: log,
  },
});
