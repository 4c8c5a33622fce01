import { describe, expect, it } from 'vitest';
import { ACCOUNT_LIMITS, ConcurrencyLedger, TokenBucket } from './scaling.ts';

const many = (count: number, take: () => boolean): number =>
  Array.from({ length: count }, take).filter(Boolean).length;

describe('the burst rate', () => {
  it('gives 1,000 at once, and then refills continuously', () => {
    const bucket = new TokenBucket({ amount: 1_000, interval: 10_000 }, 0);
    expect(many(1_500, () => bucket.take(0))).toBe(1_000);
    expect(many(500, () => bucket.take(1_000))).toBe(100);
    expect(many(5_000, () => bucket.take(60_000))).toBe(1_000);
  });

  it('takes back what was taken for nothing', () => {
    const bucket = new TokenBucket({ amount: 1, interval: 10_000 }, 0);
    expect([bucket.take(0), bucket.take(0)]).toEqual([true, false]);
    bucket.giveBack();
    bucket.giveBack();
    expect([bucket.take(0), bucket.take(0)]).toEqual([true, false]);
  });

  it('is each function’s own', () => {
    const ledger = new ConcurrencyLedger({ ...ACCOUNT_LIMITS, burst: { amount: 2, interval: 10_000 } });
    expect(many(3, () => ledger.mayScale('a', 0))).toBe(2);
    expect(ledger.mayScale('b', 0)).toBe(true);
  });
});

describe('concurrency', () => {
  const small = { ...ACCOUNT_LIMITS, concurrency: 10, unreserved: 2 };

  it('of the account is shared by functions without a reservation', () => {
    const ledger = new ConcurrencyLedger(small);
    expect(many(6, () => ledger.enter('a', 0) === null)).toBe(6);
    expect(many(6, () => ledger.enter('b', 0) === null)).toBe(4);
    expect(ledger.enter('b', 0)).toBe('ConcurrentInvocationLimitExceeded');
    ledger.leave('a');
    expect(ledger.enter('b', 0)).toBe(null);
    expect([ledger.inFlight('a'), ledger.inFlight('b')]).toEqual([5, 5]);
  });

  it('that is reserved is kept for one function, and caps it', () => {
    const ledger = new ConcurrencyLedger(small);
    expect(ledger.reserve('a', 3, 0)).toBe(true);
    expect(many(9, () => ledger.enter('b', 0) === null)).toBe(7);
    expect(many(9, () => ledger.enter('a', 0) === null)).toBe(3);
    expect(ledger.enter('a', 0)).toBe('ReservedFunctionConcurrentInvocationLimitExceeded');
    ledger.forget('a');
    expect(ledger.reservation('a')).toBe(null);
  });

  it('of zero stops a function', () => {
    const ledger = new ConcurrencyLedger(small);
    ledger.reserve('a', 0, 0);
    expect(ledger.enter('a', 0)).toBe('ReservedFunctionConcurrentInvocationLimitExceeded');
  });

  it('cannot all be reserved', () => {
    const ledger = new ConcurrencyLedger(small);
    expect([ledger.reserve('a', 9, 0), ledger.reserve('a', 8, 0)]).toEqual([false, true]);
    expect(ledger.reserve('b', 1, 0)).toBe(false);
    expect(ledger.reserve('a', 2, 0)).toBe(true);
    expect(ledger.reserve('a', null, 0)).toBe(true);
  });

  it('that is provisioned counts as used, and its function may use it', () => {
    const ledger = new ConcurrencyLedger(small);
    expect(ledger.provision('a', '1', 9, 0)).toBe(false);
    expect(ledger.provision('a', '1', 4, 0)).toBe(true);
    expect(many(9, () => ledger.enter('b', 0) === null)).toBe(6);
    expect(many(9, () => ledger.enter('a', 0) === null)).toBe(4);
    ledger.reserve('c', 1, 0);
    expect([ledger.provision('c', '1', 2, 0), ledger.provision('c', '1', 1, 0)]).toEqual([false, true]);
  });

  it('that is provisioned counts for all versions together, and a reservation may not be below it', () => {
    const ledger = new ConcurrencyLedger(small);
    expect([ledger.provision('a', '1', 2, 0), ledger.provision('a', '2', 3, 0)]).toEqual([true, true]);
    expect([ledger.provisioned('a'), ledger.provisions('a')]).toEqual([5, { 1: 2, 2: 3 }]);
    expect(many(9, () => ledger.enter('b', 0) === null)).toBe(5);
    expect([ledger.reserve('a', 4, 0), ledger.reserve('a', 5, 0)]).toEqual([false, true]);
    expect([ledger.provision('a', '1', 3, 0), ledger.provision('a', '1', 0, 0)]).toEqual([false, true]);
    expect(ledger.provisions('a')).toEqual({ 2: 3 });
    ledger.forget('a');
    expect(ledger.provisioned('a')).toBe(0);
  });

  it('limits requests per second to ten times itself', () => {
    const ledger = new ConcurrencyLedger(small);
    const enterAndLeave = (name: string) => {
      const reason = ledger.enter(name, 0);
      if (reason === null) ledger.leave(name);
      return reason;
    };
    expect(many(150, () => enterAndLeave('a') === null)).toBe(100);
    expect(enterAndLeave('a')).toBe('FunctionInvocationRateLimitExceeded');
    ledger.reserve('b', 1, 0);
    const reserved = Array.from({ length: 11 }, () => enterAndLeave('b'));
    expect(reserved.at(-1)).toBe('ReservedFunctionInvocationRateLimitExceeded');
  });
});
