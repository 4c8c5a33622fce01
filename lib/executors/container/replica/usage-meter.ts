import type { ReplicaUsage } from '#lib/domain/execution/container.ts';
import type { Bytes, MiB, Ms } from '#lib/domain/units.ts';
import type { Container } from '../engines/engine.ts';
import { IdleMeter } from './idle-meter.ts';
import type { Idle } from './usage.ts';

const MEMORY_FRESH: Ms = 1_000;

/** Whose use is read, and what it was given. */
export interface Metered {
  id: string;
  startedAt: Ms;
  memory: MiB;
  cpus: number;
}

/** What one replica uses, also after its end. */
export class UsageMeter {
  readonly #container: Pick<Container, 'usage' | 'memoryUsed'>;
  readonly #metered: Metered;
  readonly #idle = new IdleMeter();
  #last: ReplicaUsage | null = null;
  /** Figures that were read before: some engines forget the figures with the process. */
  #read: ReplicaUsage | null = null;
  #memory: { at: Ms; used: Bytes | null } = { at: Number.NEGATIVE_INFINITY, used: null };

  constructor(container: Pick<Container, 'usage' | 'memoryUsed'>, metered: Metered) {
    this.#container = container;
    this.#metered = metered;
  }

  /** No request is left. */
  rest(): void {
    this.#idle.rest(performance.now());
  }

  /** A request has come, or the end. */
  work(): void {
    this.#idle.work(performance.now());
  }

  /** Time without a request until now. */
  idle(): Idle {
    return this.#idle.at(performance.now());
  }

  /** What it has used until now, or had at its end. */
  async usage(): Promise<ReplicaUsage> {
    if (this.#last !== null) return this.#last;
    const used = await this.#container.usage();
    const now = performance.now();
    this.#idle.read(now, used.cpuTime);
    const { id, startedAt, memory: memoryLimit, cpus } = this.#metered;
    this.#read = latest(this.#read, { id, lifetime: now - startedAt, ...used, memoryLimit, cpus });
    return this.#read;
  }

  /** Reads for the last time. `before` is a reading from before the end, null without one. */
  async close(before: ReplicaUsage | null): Promise<void> {
    this.#last ??= latest(before, await this.usage());
  }

  /** Of a living replica; a reading serves for a second. Null where the engine does not tell. */
  memoryUsed(): Bytes | null {
    const now = performance.now();
    if (now - this.#memory.at > MEMORY_FRESH) this.#memory = { at: now, used: this.#container.memoryUsed() };
    return this.#memory.used;
  }
}

/** The later reading, and of the earlier one what the later does not know. */
function latest(before: ReplicaUsage | null, after: ReplicaUsage): ReplicaUsage {
  if (before === null) return after;
  const known = Object.entries(after).filter(([, value]) => value !== null);
  return { ...before, ...Object.fromEntries(known) };
}
