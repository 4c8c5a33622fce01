import type { Balancing } from '#lib/domain/execution/container-options.ts';

/** What requests are spread over. */
export interface Target {
  /** Healthy and below its limit: it can take one more request now. */
  readonly free: boolean;
  readonly inFlight: number;
}

interface Choice<T> {
  target: T;
  index: number;
}
type Choose = <T extends Target>(targets: Iterable<T>, last: number) => Choice<T> | null;

/** The free one with the fewest requests in flight; among equals the first after the last choice. */
function leastOutstanding<T extends Target>(targets: Iterable<T>, last: number): Choice<T> | null {
  let best: Choice<T> | null = null;
  let after = false;
  let index = -1;
  for (const target of targets) {
    index += 1;
    if (!target.free) continue;
    const fewer = best === null || target.inFlight < best.target.inFlight;
    const next = best !== null && target.inFlight === best.target.inFlight && !after && index > last;
    if (!fewer && !next) continue;
    best = { target, index };
    after = index > last;
  }
  return best;
}

/** The next free one in turn. */
function roundRobin<T extends Target>(targets: Iterable<T>, last: number): Choice<T> | null {
  let first: Choice<T> | null = null;
  let index = -1;
  for (const target of targets) {
    index += 1;
    if (!target.free) continue;
    if (index > last) return { target, index };
    first ??= { target, index };
  }
  return first;
}

const STRATEGIES: Record<Balancing, Choose> = {
  'least-outstanding': leastOutstanding,
  'round-robin': roundRobin,
};

/** Chooses a target for each request. The list may change between two choices. */
export class Balancer<T extends Target> {
  readonly #targets: Iterable<T>;
  readonly #choose: Choose;
  #last = -1;

  constructor(targets: Iterable<T>, balancing: Balancing = 'least-outstanding') {
    this.#targets = targets;
    this.#choose = STRATEGIES[balancing];
  }

  /** Null when none is free. */
  pick(): T | null {
    const chosen = this.#choose(this.#targets, this.#last);
    if (chosen === null) return null;
    this.#last = chosen.index;
    return chosen.target;
  }
}
