import type { Ms } from '../units.ts';
import { FUNCTION_LIMITS } from './limits.ts';

/** So many things in an interval, refilled continuously: a bucket that leaks the other way. */
export interface Rate {
  amount: number;
  interval: Ms;
}

export class TokenBucket {
  readonly #rate: Rate;
  #tokens: number;
  #at: Ms;

  constructor(rate: Rate, now: Ms) {
    this.#rate = rate;
    this.#tokens = rate.amount;
    this.#at = now;
  }

  /** Takes one when there is one. `now` may not go back. */
  take(now: Ms): boolean {
    const { amount, interval } = this.#rate;
    this.#tokens = Math.min(amount, this.#tokens + ((now - this.#at) / interval) * amount);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Gives back one that was taken for nothing. */
  giveBack(): void {
    this.#tokens = Math.min(this.#rate.amount, this.#tokens + 1);
  }
}

/** Why a request was turned away, in the words of AWS Lambda's TooManyRequestsException. */
export const THROTTLE_REASONS = [
  'ConcurrentInvocationLimitExceeded',
  'ReservedFunctionConcurrentInvocationLimitExceeded',
  'FunctionInvocationRateLimitExceeded',
  'ReservedFunctionInvocationRateLimitExceeded',
] as const;
export type ThrottleReason = (typeof THROTTLE_REASONS)[number];

export interface AccountLimits {
  /** Requests in flight at once over all functions. */
  concurrency: number;
  /** What reservations must leave for the others. */
  unreserved: number;
  /** New environments of one function. */
  burst: Rate;
  /** Requests per second and unit of concurrency; AWS Lambda allows 10 for synchronous calls. */
  requestsPerSecond: number;
}

export const ACCOUNT_LIMITS: AccountLimits = {
  concurrency: FUNCTION_LIMITS.accountConcurrency,
  unreserved: FUNCTION_LIMITS.unreservedConcurrency,
  burst: { amount: FUNCTION_LIMITS.burst.environments, interval: FUNCTION_LIMITS.burst.interval },
  requestsPerSecond: 10,
};

interface Share {
  inFlight: number;
  reserved: number | null;
  /** By version. */
  provisioned: ReadonlyMap<string, number>;
  burst: TokenBucket;
  requests: TokenBucket;
}

const provisionedOf = ({ provisioned }: Share): number =>
  provisioned.values().reduce((sum, count) => sum + count, 0);

/** Who may run how much at once. Pure: time comes in with every call, on one monotonic clock. */
export class ConcurrencyLedger {
  readonly #limits: AccountLimits;
  readonly #shares = new Map<string, Share>();

  constructor(limits: AccountLimits = ACCOUNT_LIMITS) {
    this.#limits = limits;
  }

  #share(name: string, now: Ms): Share {
    const known = this.#shares.get(name);
    if (known !== undefined) return known;
    const share: Share = {
      ...{ inFlight: 0, reserved: null, provisioned: new Map<string, number>() },
      burst: new TokenBucket(this.#limits.burst, now),
      requests: this.#requestRate(null, now),
    };
    this.#shares.set(name, share);
    return share;
  }

  #requestRate(reserved: number | null, now: Ms): TokenBucket {
    const amount = (reserved ?? this.#limits.concurrency) * this.#limits.requestsPerSecond;
    return new TokenBucket({ amount, interval: 1_000 }, now);
  }

  #unreservedInUse(): number {
    return [...this.#shares.values()]
      .filter(({ reserved }) => reserved === null)
      .reduce((sum, share) => sum + Math.max(share.inFlight, provisionedOf(share)), 0);
  }

  #reserved(except = ''): number {
    return [...this.#shares].reduce(
      (sum, [name, { reserved }]) => sum + (name === except ? 0 : (reserved ?? 0)),
      0,
    );
  }

  /**
   * A request comes in. Null when it may go on: then `leave` must follow. Provisioned environments count
   * as used all the time, so a request within them needs nothing of what the others share.
   * @param rated false for asynchronous events, which concurrency alone holds back (developer guide, "Lambda quotas")
   */
  enter(name: string, now: Ms, rated = true): ThrottleReason | null {
    const share = this.#share(name, now);
    if (share.reserved !== null && share.inFlight >= share.reserved) {
      return 'ReservedFunctionConcurrentInvocationLimitExceeded';
    }
    const shared = share.reserved === null && share.inFlight >= provisionedOf(share);
    if (shared && this.#unreservedInUse() >= this.unreservedLimit) return 'ConcurrentInvocationLimitExceeded';
    if (rated && !share.requests.take(now)) {
      return share.reserved === null
        ? 'FunctionInvocationRateLimitExceeded'
        : 'ReservedFunctionInvocationRateLimitExceeded';
    }
    share.inFlight += 1;
    return null;
  }

  /** A new environment is needed: false when too many were started lately. */
  mayScale(name: string, now: Ms): boolean {
    return this.#share(name, now).burst.take(now);
  }

  leave(name: string): void {
    const share = this.#shares.get(name);
    if (share !== undefined) share.inFlight -= 1;
  }

  inFlight(name: string): number {
    return this.#shares.get(name)?.inFlight ?? 0;
  }

  /** What functions without a reservation share. */
  get unreservedLimit(): number {
    return this.#limits.concurrency - this.#reserved();
  }

  /**
   * False when it would leave less than the unreserved minimum, or is less than the function has provisioned;
   * null takes a reservation away.
   */
  reserve(name: string, reserved: number | null, now: Ms): boolean {
    if (reserved !== null && reserved < this.provisioned(name)) return false;
    const left = this.#limits.concurrency - this.#reserved(name) - (reserved ?? 0);
    if (left < this.#limits.unreserved) return false;
    const share = this.#share(name, now);
    share.reserved = reserved;
    share.requests = this.#requestRate(reserved, now);
    return true;
  }

  reservation(name: string): number | null {
    return this.#shares.get(name)?.reserved ?? null;
  }

  /** For one version; false when the function's own limit, or what is left of the account's, is below the whole. */
  provision(name: string, version: string, count: number, now: Ms): boolean {
    const share = this.#share(name, now);
    const before = provisionedOf(share);
    const whole = before - (share.provisioned.get(version) ?? 0) + count;
    const others = share.reserved === null ? this.#unreservedInUse() - Math.max(share.inFlight, before) : 0;
    const room = share.reserved ?? this.unreservedLimit - this.#limits.unreserved - others;
    if (count > 0 && whole > Math.max(0, room)) return false;
    const provisioned = new Map(share.provisioned).set(version, count);
    if (count === 0) provisioned.delete(version);
    share.provisioned = provisioned;
    return true;
  }

  /** Of all versions together. */
  provisioned(name: string): number {
    const share = this.#shares.get(name);
    return share === undefined ? 0 : provisionedOf(share);
  }

  provisions(name: string): Record<string, number> {
    return Object.fromEntries(this.#shares.get(name)?.provisioned ?? []);
  }

  forget(name: string): void {
    const share = this.#shares.get(name);
    if (share === undefined) return;
    share.reserved = null;
    share.provisioned = new Map();
  }
}
