import type { Bytes, Ms } from '#lib/domain/units.ts';
import type { EnvironmentGroup } from '../cgroup/group.ts';
import type { Usage } from '../record/usage.ts';

const MEMORY_READ_EVERY: Ms = 1_000;

/** What one environment uses of the machine. */
export class Accounts {
  /** When it was last looked at; null when this machine does not tell. */
  memoryUsed: Bytes | null = null;
  readonly #group: EnvironmentGroup;
  #memoryReadAt: Ms = Number.NEGATIVE_INFINITY;
  #usage: Usage = { cpuTime: null, peakMemory: null };
  #closed = false;

  constructor(group: EnvironmentGroup) {
    this.#group = group;
  }

  /** So far; once it is closed, what was known then. */
  usage(): Usage {
    if (this.#closed) return this.#usage;
    const { cpuTime, peakMemory } = this.#group.usage();
    // After a crash the group may be empty already: what was known stays.
    this.#usage = {
      cpuTime: cpuTime ?? this.#usage.cpuTime,
      peakMemory: peakMemory ?? this.#usage.peakMemory,
    };
    return this.#usage;
  }

  /** A request was served; now and then that is the moment to look. */
  served(): void {
    const now = performance.now();
    if (now - this.#memoryReadAt < MEMORY_READ_EVERY || this.#closed) return;
    this.#memoryReadAt = now;
    this.memoryUsed = this.#group.memoryUsed();
  }

  /** Its group is about to go. */
  close(): void {
    this.usage();
    this.#closed = true;
  }
}
