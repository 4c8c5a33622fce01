import { LogHistogram } from '../../statistics/log-histogram.ts';
import type { Ms } from '../../units.ts';
import { DueHeap } from '../due-heap.ts';
import type { PlatformState } from '../platform-state.ts';
import type { Draws } from '../random/draws.ts';
import { Areas } from './areas.ts';
import { Replicas } from './replicas.ts';
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
  readonly #replicas: Replicas;
  #running = 0;
  #nextTick: Ms;
  #requests = 0;
  #requestsAtTick = 0;
  #cold = 0;
  #throttled = 0;
  #timedOut = 0;
  #peak = 0;

  constructor(rules: ReplicaRules) {
    this.#rules = rules;
    this.#replicas = new Replicas(rules.concurrency);
    this.#nextTick = rules.scaler?.everyMs ?? NEVER;
    for (let index = 0; index < rules.initial; index++) this.#becomeReady(this.#replicas.addStarting(), 0);
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
      instances: this.#replicas.count,
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
    const { count: instances, busy } = this.#replicas;
    this.#peak = Math.max(this.#peak, instances);
    this.#areas.pass(at, instances, busy, this.#running, this.#line.size);
    this.#sinceTick.pass(at, instances, busy, this.#running, this.#line.size);
  }

  #arrive(at: Ms): void {
    this.#requests++;
    const replica = this.#replicas.takeOpen();
    if (replica >= 0) this.#serve(replica, at, at, false);
    else if (this.#line.size >= this.#rules.queueLimit) this.#throttled++;
    else {
      this.#line.push(at);
      this.#startForWaiting(at);
    }
  }

  #startForWaiting(at: Ms): void {
    const { onDemand, scaler, concurrency } = this.#rules;
    const { ready, starting } = this.#replicas;
    const total = ready + starting;
    if (onDemand !== null && total < onDemand.max && starting * concurrency < this.#line.size)
      this.#startOne(at);
    if (scaler !== null && total === 0) for (let n = 0; n < scaler.fromZero; n++) this.#startOne(at);
  }

  #serve(replica: number, arrival: Ms, at: Ms, cold: boolean): void {
    const service = this.#rules.service.next();
    this.#replicas.take(replica);
    this.#running++;
    this.#answers.push(at + service, replica);
    if (cold) this.#cold++;
    (cold ? this.coldLatencies : this.warmLatencies).record(at - arrival + service);
  }

  #answer(at: Ms): void {
    const replica = this.#answers.slot[0] ?? 0;
    this.#answers.pop();
    this.#running--;
    this.#replicas.free(replica);
    const { phase, active } = this.#replicas.of(replica);
    if (phase === 'ready') this.#offer(replica, at, false);
    else if (active === 0) this.#replicas.end(replica);
  }

  /** A ready replica with free places takes what waits, and what comes next. */
  #offer(replica: number, at: Ms, cold: boolean): void {
    while (this.#line.size > 0 && this.#replicas.hasPlace(replica)) {
      const arrival = this.#line.shift();
      if (at - arrival > this.#rules.queueTimeout) this.#timedOut++;
      else this.#serve(replica, arrival, at, cold);
    }
    if (this.#replicas.of(replica).active === 0) this.#scheduleExpiry(replica, at);
    this.#replicas.list(replica);
  }

  #startOne(at: Ms): void {
    this.#starts.push(at + this.#rules.start.next(), this.#replicas.addStarting());
  }

  #finishStart(at: Ms): void {
    const replica = this.#starts.slot[0] ?? 0;
    this.#starts.pop();
    this.#becomeReady(replica, at);
  }

  #becomeReady(replica: number, at: Ms): void {
    if (this.#replicas.finishStart(replica)) this.#offer(replica, at, true);
  }

  #scheduleExpiry(replica: number, at: Ms): void {
    const { onDemand } = this.#rules;
    if (onDemand === null) return;
    const expires = at + onDemand.keepAlive.next();
    this.#replicas.of(replica).expires = expires;
    if (expires < NEVER) this.#expiries.push(expires, replica);
  }

  /** An expiry that was put off by a request since then is not this one. */
  #expire(at: Ms): void {
    const replica = this.#expiries.slot[0] ?? 0;
    this.#expiries.pop();
    const { phase, active, expires } = this.#replicas.of(replica);
    if (phase === 'ready' && active === 0 && expires === at) this.#replicas.end(replica);
  }

  #tick(at: Ms): void {
    const { scaler, concurrency } = this.#rules;
    if (scaler === null) return;
    this.#nextTick = at + scaler.everyMs;
    const { ms, running, waiting } = this.#sinceTick.means();
    const rate = ((this.#requests - this.#requestsAtTick) * 1000) / ms;
    this.#requestsAtTick = this.#requests;
    const { ready, starting } = this.#replicas;
    const wanted = scaler.desired({ at, ready, starting, concurrency, running, waiting, rate });
    for (let more = wanted - ready - starting; more > 0; more--) this.#startOne(at);
    this.#replicas.leave(Math.max(0, ready + starting - wanted));
  }
}

const top = (heap: DueHeap): Ms => (heap.size > 0 ? (heap.due[0] ?? NEVER) : NEVER);
