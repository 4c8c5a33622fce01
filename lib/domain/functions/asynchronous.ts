import { z } from 'zod';
import type { Outcome } from '../execution/executor.ts';
import type { Ms } from '../units.ts';
import { QueueName } from './configuration.ts';

/** What happens to an event that nobody waits for, in the terms of AWS Lambda's event invoke configuration. */
export const AsynchronousPolicy = z.object({
  maximumRetryAttempts: z
    .number()
    .int()
    .min(0, 'At least 0 retries.')
    .max(2, 'At most 2 retries.')
    .default(2),
  maximumEventAgeMs: z
    .number()
    .int()
    .min(60_000, 'Events are kept for at least 60 s.')
    .max(21_600_000, 'Events are kept for at most 6 hours.')
    .default(21_600_000),
  /** Queues that get a record of what was given up and of what went well: the platform's destinations. */
  onFailure: QueueName.nullable().default(null),
  onSuccess: QueueName.nullable().default(null),
});
export type AsynchronousPolicy = z.infer<typeof AsynchronousPolicy>;

/** Waits between the tries. */
export interface RetryTiming {
  /** After the first, second … error of the function. */
  afterError: readonly Ms[];
  /** After a throttle: the first wait, doubled each time up to the longest. */
  throttleFirst: Ms;
  throttleLongest: Ms;
}

/** AWS Lambda's: one minute, then two; throttled events from 1 s up to 5 minutes ("Asynchronous invocation"). */
export const RETRY_TIMING: RetryTiming = {
  afterError: [60_000, 120_000],
  throttleFirst: 1_000,
  throttleLongest: 300_000,
};

/** Where one event stands. */
export interface Delivery {
  /** Tries that the function itself failed. */
  errors: number;
  /** Tries that never reached the function, in a row. */
  throttles: number;
  /** Since the event was accepted. */
  age: Ms;
}

/** Words of the platform's failure records. */
export type GivingUp = 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

/** What is said of an event whose function may not run at all: it is given up without a try, as on the platform. */
export const ZERO_CONCURRENCY =
  'Function not invoked. Function is configured with zero reserved concurrent executions.';

export type NextStep =
  | { kind: 'done' }
  | { kind: 'again'; wait: Ms; errors: number; throttles: number }
  | { kind: 'give-up'; condition: GivingUp };

/** Outcomes that are not the function's doing: they cost none of its retries. */
export const NOT_REACHED: ReadonlySet<Outcome> = new Set<Outcome>(['throttled', 'unavailable', 'cancelled']);

/** What follows a try that ended with `outcome`. */
export function nextStep(
  delivery: Delivery,
  outcome: Outcome,
  policy: AsynchronousPolicy,
  timing: RetryTiming = RETRY_TIMING,
): NextStep {
  if (outcome === 'ok') return { kind: 'done' };
  const again = NOT_REACHED.has(outcome) ? afterThrottle(delivery, timing) : afterError(delivery, timing);
  if (again.errors > policy.maximumRetryAttempts) return { kind: 'give-up', condition: 'RetriesExhausted' };
  if (delivery.age + again.wait > policy.maximumEventAgeMs)
    return { kind: 'give-up', condition: 'EventAgeExceeded' };
  return { kind: 'again', ...again };
}

function afterThrottle({ errors, throttles }: Delivery, { throttleFirst, throttleLongest }: RetryTiming) {
  const wait = Math.min(throttleLongest, throttleFirst * 2 ** Math.min(30, throttles));
  return { wait, errors, throttles: throttles + 1 };
}

function afterError({ errors }: Delivery, { afterError: waits }: RetryTiming) {
  return { wait: waits[errors] ?? waits.at(-1) ?? 0, errors: errors + 1, throttles: 0 };
}
