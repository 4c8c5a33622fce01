import { describe, expect, it } from 'vitest';
import { AsynchronousPolicy, nextStep } from './asynchronous.ts';

const policy = AsynchronousPolicy.parse({});
const fresh = { errors: 0, throttles: 0, age: 0 };

describe('an event that nobody waits for', () => {
  it('has two retries, after one minute and after two', () => {
    expect(nextStep(fresh, 'ok', policy)).toEqual({ kind: 'done' });
    expect(nextStep(fresh, 'handler-error', policy)).toEqual({
      kind: 'again',
      wait: 60_000,
      errors: 1,
      throttles: 0,
    });
    expect(nextStep({ ...fresh, errors: 1 }, 'timeout', policy)).toMatchObject({ wait: 120_000, errors: 2 });
    expect(nextStep({ ...fresh, errors: 2 }, 'exited', policy)).toEqual({
      kind: 'give-up',
      condition: 'RetriesExhausted',
    });
  });

  it('has as many as it was given', () => {
    const none = AsynchronousPolicy.parse({ maximumRetryAttempts: 0 });
    expect(nextStep(fresh, 'handler-error', none)).toMatchObject({ condition: 'RetriesExhausted' });
    expect(AsynchronousPolicy.safeParse({ maximumRetryAttempts: 3 }).success).toBe(false);
  });

  it('costs no retry when it is throttled, and waits longer each time', () => {
    const waits = [0, 1, 2, 8, 9, 40].map((throttles) =>
      nextStep({ ...fresh, throttles, errors: 1 }, 'throttled', policy),
    );
    expect(waits.map((step) => (step.kind === 'again' ? [step.wait, step.errors] : step))).toEqual([
      [1_000, 1],
      [2_000, 1],
      [4_000, 1],
      [256_000, 1],
      [300_000, 1],
      [300_000, 1],
    ]);
    expect(nextStep({ ...fresh, throttles: 5 }, 'handler-error', policy)).toMatchObject({ throttles: 0 });
  });

  it('is given up when it would become too old', () => {
    const short = AsynchronousPolicy.parse({ maximumEventAgeMs: 60_000 });
    expect(nextStep(fresh, 'handler-error', short)).toMatchObject({ kind: 'again' });
    expect(nextStep({ ...fresh, age: 1 }, 'handler-error', short)).toEqual({
      kind: 'give-up',
      condition: 'EventAgeExceeded',
    });
    expect(nextStep({ ...fresh, age: 59_500 }, 'throttled', short)).toMatchObject({
      condition: 'EventAgeExceeded',
    });
  });
});
