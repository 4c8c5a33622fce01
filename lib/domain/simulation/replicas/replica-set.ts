import { LogHistogram } from '../../statistics/log-histogram.ts';
import type { Ms } from '../../units.ts';
import { DueHeap } from '../due-heap.ts';
import type { PlatformState } from '../platform-state.ts';
import type { Draws } from '../random/draws.ts';
import { Areas } from './areas.ts';
import type { Scaler } from './scaler.ts';
import { WaitingLine } from './waiting-line.ts';

export interface ReplicaRules {
  service: Draws;
  /** From the decision to start a replica until it takes requests. */
  start: Draws;
  /** Requests that a replica serves at once; they do not slow each other down. */
  concurrency: number;
  /** Most requests waiting; one more is rejected. */
  queueLimit: number;
  /** A request that waited longer is given up. */
  queueTimeout: Ms;
  /** Replicas that are ready at the start. */
  initial: number;
  /** Null: the number stays, unless replicas are started on demand. */
  scaler: Scaler | null;
  /** Replicas start for waiting requests and end after being idle, as instances of a function do. Null: they do not. */
  onDemand: { keepAlive: Draws; max: number } | null;
}

interface Replica {
  /** Draining: takes no more requests and ends when it is idle. */
  phase: 'starting' | 'ready' | 'draining' | 'ended';
  active: number;
  /** Stands in the list of those with a free place; its own place is not given away before it is taken from there. */
  listed: boolean;
  /** When it ends unless used; only on demand. */
  expires: Ms;
}

const NEVER = Number.POSITIVE_INFINITY;

/**
 * Replicas behind one queue, simulated event by event: arrivals are given, answers, starts, scaler ticks
 * and expiries come in between. The replica that was free last is used next.
 */
export class ReplicaSet {
  readonly warmLatencies = new LogHistogram();
  readonly coldLatencies = new LogHistogram();
  readonly #rules: ReplicaRules;
  readonly #areas = new Areas();
  readonly #sinceTick = new Areas();
  readonly #answers = new DueHeap();
  readonly #starts = new DueHeap();
  readonly #expiries = new DueHeap();
  readonly #line = new WaitingLine();
  readonly #replicas: Replica[] = [];
  readonly #vacant: number[] = [];
  /** Replicas with a free place; some may have left since. */
  readonly #open: number[] = [];
  #starting = 0;
  #ready = 0;
  #draining = 0;
  #running = 0;
  /** Replicas that serve at least one request. */
  #busy = 0;
  #nextTick: Ms;
  #requests = 0;
  #requestsAtTick = 0;
  #cold = 0;
  #throttled = 0;
  #timedOut = 0;
  #peak = 0;

  constructor(rules: ReplicaRules) {
    this.#rules = rules;
    this.#nextTick = rules.scaler?.everyMs ?? NEVER;
    for (let index = 0; index < rules.initial; index++) this.#becomeReady(this.#add(), 0);
  }

  run(times: Float64Array, from: number, to: number): void {
    for (let index = from; index < to; index++) {
      const at = times[index] ?? 0;
      this.#catchUp(at);
      this.#arrive(at);
    }
  }

  /** Catches up to `at`, which must not lie before the last arrival, and tells the sums. */
  state(at: Ms): PlatformState {
    this.#catchUp(at);
    return {
      at,
      requests: this.#requests,
      cold: this.#cold,
      throttled: this.#throttled,
      timedOut: this.#timedOut,
      waiting: this.#line.size,
      running: this.#running,
      instances: this.#ready + this.#starting + this.#draining,
      peakInstances: this.#peak,
      instanceMs: this.#areas.instances,
      busyMs: this.#areas.busy,
      waitingMs: this.#areas.waiting,
      // Replicas are paid for being there, whatever they do.
      billedMs: this.#areas.instances,
    };
  }

  #catchUp(until: Ms): void {
    for (;;) {
      const [answer, start, expiry] = [top(this.#answers), top(this.#starts), top(this.#expiries)];
      const at = Math.min(answer, start, expiry, this.#nextTick);
      if (at > until) break;
      this.#passTime(at);
      // At one instant answers come first, so that what is free is seen as free.
      if (answer === at) this.#answer(at);
      else if (start === at) this.#finishStart(at);
      else if (expiry === at) this.#expire(at);
      else this.#tick(at);
    }
    this.#passTime(until);
  }

  #passTime(at: Ms): void {
    const instances = this.#ready + this.#starting + this.#draining;
    this.#peak = Math.max(this.#peak, instances);
    this.#areas.pass(at, instances, this.#busy, this.#running, this.#line.size);
    this.#sinceTick.pass(at, instances, this.#busy, this.#running, this.#line.size);
  }

  #arrive(at: Ms): void {
    this.#requests++;
    const replica = this.#takeOpen();
    if (replica >= 0) this.#serve(replica, at, at, false);
    else if (this.#line.size >= this.#rules.queueLimit) this.#throttled++;
    else {
      this.#line.push(at);
      this.#startForWaiting(at);
    }
  }

  #startForWaiting(at: Ms): void {
    const { onDemand, scaler, concurrency } = this.#rules;
    const total = this.#ready + this.#starting;
    if (onDemand !== null && total < onDemand.max && this.#starting * concurrency < this.#line.size)
      this.#startOne(at);
    if (scaler !== null && total === 0) for (let n = 0; n < scaler.fromZero; n++) this.#startOne(at);
  }

  #serve(replica: number, arrival: Ms, at: Ms, cold: boolean): void {
    const service = this.#rules.service.next();
    const state = this.#of(replica);
    if (state.active++ === 0) this.#busy++;
    this.#running++;
    this.#answers.push(at + service, replica);
    if (cold) this.#cold++;
    (cold ? this.coldLatencies : this.warmLatencies).record(at - arrival + service);
    this.#list(replica);
  }

  #answer(at: Ms): void {
    const replica = this.#answers.slot[0] ?? 0;
    this.#answers.pop();
    this.#running--;
    const state = this.#of(replica);
    if (--state.active === 0) this.#busy--;
    if (state.phase === 'draining') {
      if (state.active === 0) this.#end(replica);
      return;
    }
    this.#serveWaiting(replica, at, false);
    if (state.active === 0) this.#scheduleExpiry(replica, at);
    this.#list(replica);
  }

  /** Takes requests from the line while the replica has places. */
  #serveWaiting(replica: number, at: Ms, cold: boolean): void {
    const state = this.#of(replica);
    while (this.#line.size > 0 && state.active < this.#rules.concurrency) {
      const arrival = this.#line.shift();
      if (at - arrival > this.#rules.queueTimeout) this.#timedOut++;
      else this.#serve(replica, arrival, at, cold);
    }
  }

  #startOne(at: Ms): void {
    this.#starting++;
    this.#starts.push(at + this.#rules.start.next(), this.#add());
  }

  #finishStart(at: Ms): void {
    const replica = this.#starts.slot[0] ?? 0;
    this.#starts.pop();
    // Not wanted any more before it was ready.
    if (this.#of(replica).phase === 'ended') this.#vacant.push(replica);
    else {
      this.#starting--;
      this.#becomeReady(replica, at);
    }
  }

  #becomeReady(replica: number, at: Ms): void {
    this.#ready++;
    const state = this.#of(replica);
    state.phase = 'ready';
    this.#serveWaiting(replica, at, true);
    if (state.active === 0) this.#scheduleExpiry(replica, at);
    this.#list(replica);
  }

  #scheduleExpiry(replica: number, at: Ms): void {
    const { onDemand } = this.#rules;
    if (onDemand === null) return;
    const expires = at + onDemand.keepAlive.next();
    this.#of(replica).expires = expires;
    if (expires < NEVER) this.#expiries.push(expires, replica);
  }

  /** An expiry that was put off by a request since then is not this one. */
  #expire(at: Ms): void {
    const replica = this.#expiries.slot[0] ?? 0;
    this.#expiries.pop();
    const state = this.#of(replica);
    if (state.phase === 'ready' && state.active === 0 && state.expires === at) this.#end(replica);
  }

  #tick(at: Ms): void {
    const { scaler, concurrency } = this.#rules;
    if (scaler === null) return;
    this.#nextTick = at + scaler.everyMs;
    const { ms, running, waiting } = this.#sinceTick.means();
    const rate = ((this.#requests - this.#requestsAtTick) * 1000) / ms;
    this.#requestsAtTick = this.#requests;
    const [ready, starting] = [this.#ready, this.#starting];
    const wanted = scaler.desired({ at, ready, starting, concurrency, running, waiting, rate });
    for (let more = wanted - ready - starting; more > 0; more--) this.#startOne(at);
    this.#leave(Math.max(0, ready + starting - wanted));
  }

  /** Those that are still starting are stopped first, then the least busy ones take no more requests. */
  #leave(count: number): void {
    const staying = [...this.#replicas.entries()]
      .filter(([, { phase }]) => phase === 'starting' || phase === 'ready')
      .sort(
        ([, a], [, b]) => Number(a.phase === 'ready') - Number(b.phase === 'ready') || a.active - b.active,
      );
    for (const [index, state] of staying.slice(0, count)) {
      if (state.phase === 'starting') {
        state.phase = 'ended';
        this.#starting--;
      } else if (state.active === 0) this.#end(index);
      else {
        state.phase = 'draining';
        this.#ready--;
        this.#draining++;
      }
    }
  }

  #end(replica: number): void {
    const state = this.#of(replica);
    if (state.phase === 'draining') this.#draining--;
    else this.#ready--;
    state.phase = 'ended';
    if (!state.listed) this.#vacant.push(replica);
  }

  #add(): number {
    const fresh: Replica = { phase: 'starting', active: 0, listed: false, expires: NEVER };
    const place = this.#vacant.pop() ?? this.#replicas.length;
    this.#replicas[place] = fresh;
    return place;
  }

  #of(replica: number): Replica {
    const state = this.#replicas[replica];
    if (state === undefined) throw new RangeError(`No replica ${replica}.`);
    return state;
  }

  #list(replica: number): void {
    const state = this.#of(replica);
    if (state.listed || state.phase !== 'ready' || state.active >= this.#rules.concurrency) return;
    state.listed = true;
    this.#open.push(replica);
  }

  /** A replica with a free place, or -1. */
  #takeOpen(): number {
    for (let replica = this.#open.pop(); replica !== undefined; replica = this.#open.pop()) {
      const state = this.#of(replica);
      state.listed = false;
      if (state.phase === 'ready') return replica;
      if (state.phase === 'ended') this.#vacant.push(replica);
    }
    return -1;
  }
}

const top = (heap: DueHeap): Ms => (heap.size > 0 ? (heap.due[0] ?? NEVER) : NEVER);
