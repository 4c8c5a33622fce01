import { toProblem } from '#lib/domain/errors.ts';
import type { Outcome } from '#lib/domain/execution/executor.ts';
import { isShortage } from '#lib/domain/execution/machine-budget.ts';
import { type GivingUp, NOT_REACHED, ZERO_CONCURRENCY } from '#lib/domain/functions/asynchronous.ts';
import { arnOf } from '#lib/domain/functions/identifier.ts';
import type { AsynchronousEvent } from '#lib/executors/function/service/asynchronous.ts';
import type { FunctionPlatform } from '#lib/executors/function/service/platform.ts';

/** An event in the queue. */
export interface Waiting {
  event: AsynchronousEvent;
  /** Ms since 1970. */
  acceptedAt: number;
  errors: number;
  throttles: number;
}

export interface Tried {
  outcome: Outcome;
  version: string;
  /** JSON of the answer or the error. */
  response: string;
  /** Empty when all went well. */
  error: string;
}

/** What a try came to; a function that is gone, or a platform that refuses, is an outcome too. */
export async function attempt(platform: FunctionPlatform, { event }: Waiting): Promise<Tried> {
  const pieces: Buffer[] = [];
  const { functionName, requestId, clientContext, qualifier, payload } = event;
  try {
    const { record, fault } = await platform.invoke({
      ...{ name: functionName, qualifier, requestId, clientContext, payload: Buffer.from(payload) },
      // Only callers that wait have a rate; events are held back by concurrency alone.
      rated: false,
      sink: (piece) => void pieces.push(piece),
    });
    const response = (fault?.payload ?? Buffer.concat(pieces)).toString();
    return { outcome: record.outcome, version: record.version, response, error: fault?.errorMessage ?? '' };
  } catch (error) {
    const { code, message } = toProblem(error);
    const outcome = code === 'throttled' || isShortage(code) ? 'throttled' : 'unavailable';
    return { outcome, version: qualifier, response: '', error: message };
  }
}

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
};

const reached = (tried: Tried | null): tried is Tried => tried !== null && !NOT_REACHED.has(tried.outcome);

/**
 * The record that AWS Lambda sends to a destination (developer guide, "Retaining records of asynchronous
 * invocations"). What the function answered is only in it when the function was reached.
 */
export function destinationRecord(
  { event, errors, throttles }: Waiting,
  condition: GivingUp | 'Success',
  tried: Tried | null,
  now: number,
): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: arnOf(event.functionName, event.qualifier),
      condition,
      approximateInvokeCount: errors + throttles + (tried === null ? 0 : 1),
    },
    requestPayload: parsed(event.payload),
    ...(reached(tried)
      ? {
          responseContext: {
            ...{ statusCode: 200, executedVersion: tried.version },
            ...(condition === 'Success' ? {} : { functionError: 'Unhandled' }),
          },
          responsePayload: parsed(tried.response),
        }
      : {}),
  });
}

/** A code's own error may hold anything; a database and a message may not. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').slice(0, 1_024).toWellFormed();

/** What goes with a dead letter (developer guide, "Dead-letter queues"): the first KB of the error, its status. */
export const deadLetterAttributes = (
  { event }: Waiting,
  condition: GivingUp,
  tried: Tried | null,
): Record<string, string | number> => ({
  RequestID: event.requestId,
  ErrorCode: reached(tried) ? 200 : 429,
  ErrorMessage: storable(
    tried?.error ?? (condition === 'ZeroReservedConcurrency' ? ZERO_CONCURRENCY : condition),
  ),
});
