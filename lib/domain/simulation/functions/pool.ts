import { CrossoverError } from '../../errors.ts';
import { type Rate, TokenBucket } from '../../functions/scaling.ts';
import {
  BUCKET_SHIFT,
  BUCKETS,
  FIRST_BUCKET,
  LogHistogram,
  UPPER_WORD,
} from '../../statistics/log-histogram.ts';
import type { Ms } from '../../units.ts';
import { DueHeap } from '../due-heap.ts';
import type { PlatformState } from '../platform-state.ts';
import type { Draws } from '../random/draws.ts';
import { IdleStack } from './idle-stack.ts';

/** How a function platform treats its instances. Each serves one request at a time. */
export interface PoolRules {
  /** Service of a request that starts an instance, init included. */
  cold: Draws;
  /** How long an idle instance is kept. */
  keepAlive: Draws;
  /** Age from which an instance takes no more requests; null: no such age. */
  lifetime: Draws | null;
  /** Most requests at once; beyond it they are throttled. Infinity: no limit. */
  maxConcurrency: number;
  /** New instances allowed at once and refilled over time; null: no limit. */
  burst: Rate | null;
  /** Durations are billed in steps of this, at least one. */
  billingStep: Ms;
  /** Part of every service on the way to the instance and back: the caller waits for it, nobody bills it. */
  unbilled: Ms;
}

/** Beyond this their state no longer fits the memory of a page. */
const MOST_INSTANCES = 5_000_000;

const NEVER = Number.POSITIVE_INFINITY;

/**
 * The keep-alive model of a function platform, simulated request by request. Time goes on only with
 * arrivals; what happened between them (an instance became free, one expired) is caught up at the next.
 */
export class FunctionPool {
  readonly warmLatencies = new LogHistogram();
  readonly coldLatencies = new LogHistogram();
  readonly #rules: PoolRules;
  readonly #busy = new DueHeap();
  readonly #idle = new IdleStack();
  #born = new Float64Array(64);
  #retires = new Float64Array(64);
  #free: number[] = [];
  #slots = 0;
  #requests = 0;
  #cold = 0;
  #throttled = 0;
  #peak = 0;
  #serviceMs = 0;
  #billedMs = 0;
  /** Lives of ended instances. */
  #endedMs = 0;
  readonly #burst: TokenBucket | null;
  readonly #double = new Float64Array(1);
  readonly #words = new Uint32Array(this.#double.buffer);

  constructor(rules: PoolRules, warmAtStart = 0) {
    this.#rules = rules;
    this.#burst = rules.burst === null ? null : new TokenBucket(rules.burst, 0);
    this.#peak = warmAtStart;
    for (let index = 0; index < warmAtStart; index++) this.#release(0, this.#start(0));
  }

  /** Arrivals `from` to `to` (exclusive) of `times`, ascending; `warm` holds a service time for each, from its start on. */
  run(times: Float64Array, warm: Float64Array, from: number, to: number): void {
    const { maxConcurrency, billingStep, unbilled } = this.#rules;
    const busy = this.#busy;
    const counts = this.warmLatencies.counts;
    const double = this.#double;
    const words = this.#words;
    let serviceMs = 0;
    let billedSteps = 0;
    let least = NEVER;
    let most = -NEVER;
    for (let index = from; index < to; index++) {
      const at = times[index] ?? 0;
      while (busy.size > 0 && (busy.due[0] ?? 0) <= at) this.#finishFirst();
      if (busy.size >= maxConcurrency) {
        this.#throttled++;
        continue;
      }
      const slot = this.#takeIdle(at);
      if (slot < 0) {
        this.#coldStart(at);
        continue;
      }
      const service = warm[index - from] ?? 0;
      busy.push(at + service, slot);
      serviceMs += service;
      billedSteps += stepsOf(service - unbilled, billingStep);
      if (service < least) least = service;
      if (service > most) most = service;
      // As `bucketOf`, written out: a call that is not inlined would cost as much as all the rest.
      double[0] = service;
      let bucket = ((words[UPPER_WORD] ?? 0) >>> BUCKET_SHIFT) - FIRST_BUCKET;
      if (bucket < 0) bucket = 0;
      else if (bucket >= BUCKETS) bucket = BUCKETS - 1;
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    this.warmLatencies.include(least, most);
    this.#requests += to - from;
    this.#serviceMs += serviceMs;
    this.#billedMs += billedSteps * billingStep;
  }

  get coldStarts(): number {
    return this.#cold;
  }

  #finishFirst(): void {
    const at = this.#busy.due[0] ?? 0;
    const slot = this.#busy.slot[0] ?? 0;
    this.#busy.pop();
    this.#release(at, slot);
  }

  #release(at: Ms, slot: number): void {
    const expires = at + this.#rules.keepAlive.next();
    const retires = this.#retires[slot] ?? NEVER;
    this.#idle.push(expires < retires ? expires : retires > at ? retires : at, slot);
  }

  /** The idle instance to use, or -1. */
  #takeIdle(at: Ms): number {
    const idle = this.#idle;
    while (idle.bottom < idle.top && (idle.expires[idle.bottom] ?? 0) <= at) {
      this.#end(idle.expires[idle.bottom] ?? 0, idle.slot[idle.bottom] ?? 0);
      idle.bottom++;
    }
    while (idle.bottom < idle.top) {
      const top = --idle.top;
      const slot = idle.slot[top] ?? 0;
      if ((idle.expires[top] ?? 0) > at) return slot;
      this.#end(idle.expires[top] ?? 0, slot);
    }
    return -1;
  }

  #coldStart(at: Ms): void {
    if (this.#burst?.take(at) === false) {
      this.#throttled++;
      return;
    }
    const service = this.#rules.cold.next();
    this.#busy.push(at + service, this.#start(at));
    this.#cold++;
    this.#peak = Math.max(this.#peak, this.#busy.size + this.#idle.top - this.#idle.bottom);
    this.#serviceMs += service;
    const { billingStep, unbilled } = this.#rules;
    this.#billedMs += stepsOf(service - unbilled, billingStep) * billingStep;
    this.coldLatencies.record(service);
  }

  #start(at: Ms): number {
    const slot = this.#free.pop() ?? this.#slots++;
    if (slot >= MOST_INSTANCES) throw tooMany();
    if (slot >= this.#born.length) {
      this.#born = doubled(this.#born);
      this.#retires = doubled(this.#retires);
    }
    this.#born[slot] = at;
    this.#retires[slot] = this.#rules.lifetime === null ? NEVER : at + this.#rules.lifetime.next();
    return slot;
  }

  #end(at: Ms, slot: number): void {
    this.#endedMs += at - (this.#born[slot] ?? 0);
    this.#free.push(slot);
  }

  /** Catches up to `at`, which must not lie before the last arrival, and tells the sums. */
  state(at: Ms): PlatformState {
    const [busy, idle] = [this.#busy, this.#idle];
    while (busy.size > 0 && (busy.due[0] ?? 0) <= at) this.#finishFirst();
    let livingMs = 0;
    let yetToServe = 0;
    idle.sweep((expires, slot) => {
      if (expires <= at) this.#end(expires, slot);
      else livingMs += at - (this.#born[slot] ?? 0);
      return expires > at;
    });
    for (let index = 0; index < busy.size; index++) {
      livingMs += at - (this.#born[busy.slot[index] ?? 0] ?? 0);
      yetToServe += (busy.due[index] ?? 0) - at;
    }
    return {
      at,
      requests: this.#requests,
      cold: this.#cold,
      throttled: this.#throttled,
      timedOut: 0,
      waiting: 0,
      running: busy.size,
      instances: busy.size + idle.top,
      peakInstances: this.#peak,
      instanceMs: this.#endedMs + livingMs,
      busyMs: this.#serviceMs - yetToServe,
      waitingMs: 0,
      billedMs: this.#billedMs,
    };
  }
}

/** Begun steps of a duration, at least one. */
export const stepsOf = (duration: Ms, step: Ms): number => (duration > step ? Math.ceil(duration / step) : 1);

function doubled(array: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}

const tooMany = () =>
  new CrossoverError({
    code: 'too-many-instances',
    owner: 'yours',
    message: `More than ${MOST_INSTANCES.toLocaleString('en-US')} instances would exist at once.`,
    remedy: 'Lower the arrival rate, the service times or the keep-alive, or set a limit of instances.',
  });
