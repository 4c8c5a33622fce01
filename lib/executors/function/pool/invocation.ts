import type { Problem } from '#lib/domain/errors.ts';
import type { Invocation, InvokeRequest } from '#lib/domain/execution/executor.ts';
import { isFinalStatus, statusProblem } from '#lib/domain/execution/status.ts';
import type { Ms } from '#lib/domain/units.ts';
import { answersWithoutBody } from '../../host/plain-http/message.ts';
import type { Incoming } from '../protocol/messages.ts';
import { type Ending, violated } from './ending.ts';
import type { Environment } from './environment.ts';
import type { Exchange } from './line.ts';

export interface Served {
  request: InvokeRequest;
  environment: Environment;
  cold: boolean;
  queued: Ms;
  init: Ms;
  exchange: Exchange;
  /** What was printed while the code was loaded: the cold request shows it. */
  initLog: string;
}

type Result = Pick<
  Invocation,
  'handler' | 'reported' | 'outcome' | 'status' | 'headers' | 'cookies' | 'body' | 'base64' | 'problem'
>;

const REMEDIES: Readonly<Record<string, string>> = {
  'init-error': 'Correct the code; the detail has the stack.',
  'handler-error': 'Correct the handler; the detail has the stack.',
  'invalid-response': 'Return a JSON value, or an object with statusCode, headers and a string body.',
};

const NOTHING = { requestId: '', side: 'function', instanceId: null, cold: false } as const;
const NO_TIME = { queued: 0, init: 0, handler: 0, billed: 0 };

/** A request that met no environment. */
export const endedWith = (request: InvokeRequest, { outcome, problem }: Ending): Invocation => ({
  ...NOTHING,
  ...NO_TIME,
  ...{ requestId: request.requestId, outcome, problem },
  ...{ status: outcome === 'throttled' ? 429 : null, body: null, log: '' },
});

export const throttled = (request: InvokeRequest, limit: number): Invocation =>
  endedWith(request, {
    outcome: 'throttled',
    problem: {
      code: 'throttled',
      owner: 'yours',
      message: `All ${limit} environments were busy.`,
      remedy: 'Raise the concurrency limit or send fewer requests at once.',
    },
  });

const failed = (outcome: Invocation['outcome'], handler: Ms, problem: Problem): Result => ({
  ...{ outcome, handler, problem },
  ...{ status: outcome === 'throttled' ? 429 : null, body: null },
});

/** `handler` by our own clock. */
function ofMessage(message: Incoming, handler: Ms, method: string): Result {
  if (message.type === 'reply') {
    const { reported, status, headers, cookies, body, base64 } = message;
    if (!isFinalStatus(status)) return failed('invalid-response', handler, statusProblem(status));
    const more = cookies === undefined ? {} : { cookies };
    const base = { handler, reported, outcome: 'ok', status, headers, ...more, problem: null } as const;
    if (answersWithoutBody(method, status)) return { ...base, body: '' };
    return base64 === undefined ? { ...base, body } : { ...base, body, base64 };
  }
  if (message.type === 'failure' || message.type === 'init-error') {
    const { code, message: text, detail } = message.failure;
    const remedy = REMEDIES[code] ?? '';
    const problem: Problem = { code, owner: 'yours', message: text, remedy, detail };
    if (message.type === 'init-error') return failed(code, 0, problem);
    return { ...failed(code, handler, problem), reported: message.reported };
  }
  const { outcome, problem } = violated('a message out of turn');
  return failed(outcome, 0, problem);
}

function resultOf(exchange: Exchange, loaded: boolean, method: string): Result {
  // Its turn is known from the answer before; several may have arrived at once.
  const handler = exchange.elapsed - exchange.waited;
  if ('message' in exchange) return ofMessage(exchange.message, handler, method);
  const { outcome, problem } = exchange.ending;
  return failed(outcome, loaded ? handler : 0, problem);
}

/** The invocation of a request that an environment served, or failed to. */
export function answered({
  request,
  environment,
  cold,
  queued,
  init,
  exchange,
  initLog,
}: Served): Invocation {
  const result = resultOf(exchange, environment.init !== null, request.method);
  const log = initLog + exchange.log;
  const billed = Math.ceil(init + result.handler);
  const { requestId } = request;
  const base = {
    requestId,
    side: 'function',
    instanceId: environment.id,
    cold,
    queued: queued + exchange.waited,
    init,
    billed,
  } as const;
  if (cold && environment.prestarted) return { ...base, prestarted: true, ...result, log };
  return { ...base, ...result, log };
}
