import type { Observation, ReplicaReading } from '#lib/domain/scaling/observation.ts';
import type { ScalingPolicy } from '#lib/domain/scaling/policy.ts';
import { intervalOf, SCALING_START, type ScalingState, step } from '#lib/domain/scaling/step.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Meter, Traffic } from './meter.ts';
import type { Replica } from './replica.ts';

/** What the autoscaler looks at and acts on. */
export interface Scaled {
  readonly wanted: number;
  readonly replicas: Iterable<Replica>;
  scaleTo(count: number): void;
}

/** The requests of a service: averages since the last look, and the queue of this moment. */
export interface SeenTraffic {
  readonly meter: Meter;
  readonly waiting: number;
}

/** Follows a policy: looks every interval, decides by the pure functions of domain/scaling, scales. */
export class Autoscaler {
  readonly #policy: ScalingPolicy;
  readonly #scaled: Scaled;
  readonly #seen: SeenTraffic;
  readonly #cpu = new Map<string, { at: Ms; cpuTime: Ms }>();
  #state: ScalingState = SCALING_START;
  #timer: NodeJS.Timeout | null = null;
  #paused = 0;
  #looking: Promise<void> = Promise.resolve();
  reason = 'start';

  constructor(policy: ScalingPolicy, scaled: Scaled, seen: SeenTraffic) {
    this.#policy = policy;
    this.#scaled = scaled;
    this.#seen = seen;
  }

  start(): void {
    const interval = intervalOf(this.#policy);
    if (interval === null) return;
    this.#timer = setInterval(() => this.#tick(), interval);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#paused += 1;
  }

  /** A request met no replica at all: what Knative's activator does, decide at once. */
  wake(): void {
    if (this.#policy.kind === 'fixed' || this.#paused > 0 || this.#scaled.wanted > 0) return;
    const inside = this.#seen.meter.inside;
    this.#decide({ concurrency: inside, rate: inside }, []);
    // A policy that cannot see waiting requests would leave them waiting for ever.
    if (this.#scaled.wanted === 0) this.#scaled.scaleTo(1);
  }

  /** Does nothing on its own while `work` runs. */
  async paused<T>(work: () => Promise<T>): Promise<T> {
    this.#paused += 1;
    try {
      await this.#looking;
      return await work();
    } finally {
      this.#paused -= 1;
    }
  }

  #tick(): void {
    if (this.#paused > 0) return;
    this.#looking = this.#look();
  }

  async #look(): Promise<void> {
    const traffic = this.#seen.meter.read(performance.now());
    const replicas = [...this.#scaled.replicas];
    const ready = replicas.filter(({ isReady }) => isReady).length;
    const readings = await Promise.all(replicas.map((replica) => this.#reading(replica, traffic, ready)));
    if (this.#paused === 0) this.#decide(traffic, readings);
  }

  #decide(traffic: Traffic, replicas: readonly ReplicaReading[]): void {
    const { wanted } = this.#scaled;
    const observation: Observation = {
      now: performance.now(),
      current: wanted,
      replicas,
      ...traffic,
      waiting: this.#seen.waiting,
    };
    const { state, desired, reason } = step(this.#state, observation, this.#policy);
    this.#state = state;
    this.reason = reason;
    if (desired !== wanted) this.#scaled.scaleTo(desired);
  }

  /** The load is spread evenly, so each ready replica carries its share. CPU is asked for only where it decides. */
  async #reading(replica: Replica, { concurrency, rate }: Traffic, ready: number): Promise<ReplicaReading> {
    const share = replica.isReady ? 1 / Math.max(1, ready) : 0;
    const wantsCpu = this.#policy.kind === 'hpa' && this.#policy.metric.kind === 'cpu';
    const cpu = wantsCpu ? await this.#cpuOf(replica) : null;
    return { ready: replica.isReady, cpu, concurrency: concurrency * share, rate: rate * share };
  }

  async #cpuOf(replica: Replica): Promise<ReplicaReading['cpu']> {
    const { cpuTime, cpus } = await replica.usage();
    const now = performance.now();
    const before = this.#cpu.get(replica.id);
    if (cpuTime === null) return null;
    this.#cpu.set(replica.id, { at: now, cpuTime });
    if (before === undefined || now <= before.at) return null;
    return { used: Math.max(0, cpuTime - before.cpuTime) / (now - before.at), requested: cpus };
  }
}
