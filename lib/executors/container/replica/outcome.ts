import type { Problem } from '#lib/domain/errors.ts';
import type { Invocation, Outcome } from '#lib/domain/execution/executor.ts';
import { endedByShortage } from '#lib/domain/execution/machine-budget.ts';
import { isFinalStatus, statusProblem } from '#lib/domain/execution/status.ts';
import type { MiB, Ms } from '#lib/domain/units.ts';
import { exitWords } from '../../host/exit-words.ts';
import type { Exit } from '../engines/engine.ts';
import type { Answer } from './client.ts';

/** What became of one request at a replica: the part of an Invocation that the replica decides. */
export type Result = Pick<
  Invocation,
  'handler' | 'reported' | 'outcome' | 'status' | 'cookies' | 'body' | 'base64' | 'log' | 'problem'
>;

/** What each failure means and what to do about it; the message and the detail tell the rest. */
const REMEDIES: Record<Exclude<Outcome, 'ok'>, Pick<Problem, 'owner' | 'remedy'>> = {
  'handler-error': { owner: 'yours', remedy: 'Correct the handler; the detail says where it failed.' },
  'invalid-response': { owner: 'yours', remedy: 'Return a value that JSON can hold, at most 6 MiB.' },
  timeout: { owner: 'yours', remedy: 'Make the handler faster or give it a longer timeout.' },
  'out-of-memory': { owner: 'yours', remedy: 'Give it more memory or keep less in memory at once.' },
  exited: { owner: 'yours', remedy: 'Let the handler return or throw; it must not end the process.' },
  'init-error': { owner: 'yours', remedy: 'Correct the code and deploy it again.' },
  throttled: { owner: 'yours', remedy: 'Send fewer requests at once or run more replicas.' },
  cancelled: { owner: 'yours', remedy: 'Send the request again.' },
  unavailable: { owner: 'ours', remedy: 'Try again; if it stays so, please report it.' },
};

/** A request without an answer, with its reason. */
export function failure(
  outcome: Exclude<Outcome, 'ok'>,
  message: string,
  more: { handler?: Ms; log?: string; detail?: string | undefined } = {},
): Result {
  return {
    handler: more.handler ?? 0,
    outcome,
    status: null,
    body: null,
    log: more.log ?? '',
    problem: { code: outcome, message, ...REMEDIES[outcome], detail: more.detail },
  };
}

/** How long it ran, and what was printed: since the request came, and by the replica as a whole. */
export interface LastWords {
  handler: Ms;
  log: string;
  output: string;
}

/** A request that the machine had no room for. */
export const shortOf = (problem: Problem, handler: Ms = 0, log = ''): Result => ({
  ...{ handler, outcome: 'throttled', status: 429, body: null, log, problem },
});

/** A request that was answered after `handler` by our own clock. An own server reports no time. */
export function answered(answer: Answer, handler: Ms, log: string): Result {
  const told = answer.reported === null ? {} : { reported: answer.reported };
  if (answer.problem === null && !isFinalStatus(answer.status)) {
    const problem = statusProblem(answer.status);
    return { ...failure('invalid-response', problem.message, { handler, log }), problem };
  }
  if (answer.problem === null) {
    const { status, body, base64, cookies } = answer;
    const result: Result = { handler, ...told, outcome: 'ok', status, body, log, problem: null };
    if (cookies.length > 0) result.cookies = cookies;
    if (base64 !== null) result.base64 = base64;
    return result;
  }
  const { code, message, detail } = answer.problem;
  const outcome = code === 'invalid-response' || code === 'init-error' ? code : 'handler-error';
  return { ...failure(outcome, message, { handler, log, detail }), ...told };
}

/** A request in flight when its replica, which may use `memory`, ended. V8 ends the process itself when its heap is full. */
export function ended(exit: Exit, memory: MiB, { handler, log, output }: LastWords): Result {
  if (exit.killedFor === 'machine') return shortOf(endedByShortage(memory), handler, log);
  const heap = (exit.code ?? 0) > 128 && /JavaScript heap out of memory/.test(output);
  if (exit.killedFor !== null || heap) {
    const how = heap ? 'its heap was full' : 'the kernel ended it at its memory limit';
    return failure('out-of-memory', `The replica ran out of memory: ${how}.`, { handler, log });
  }
  const how = exit.code === null ? 'ended' : `ended with ${exitWords(exit.code)}`;
  return failure('exited', `The replica's process ${how} before it answered.`, { handler, log });
}
