import type { CandidateId } from '#lib/domain/execution/candidate.ts';
import type { Deployment } from '#lib/domain/execution/executor.ts';
import type { UsageSpan } from '#lib/domain/report/usage.ts';
import type { Bytes, Clock, Ms } from '#lib/domain/units.ts';
import type { Deployed } from './deployed.ts';

interface Reading {
  cpuTime: Ms | null;
  memoryPeak: Bytes | null;
  ends: number | null;
}

interface Looks {
  memory: Bytes[];
  instances: number[];
}

const NOTHING: Reading = { cpuTime: null, memoryPeak: null, ends: null };

/** A deployment that cannot be asked just now is not known; a measurement must not fail for that. */
async function read(deployment: Deployment): Promise<Reading> {
  const usage = await deployment.usage?.().catch(() => null);
  return usage?.total ?? NOTHING;
}

const between = (first: number | null, last: number | null): number | null =>
  first === null || last === null ? null : Math.max(0, last - first);

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length;

/**
 * What every candidate uses while one of them is measured: the others are idle then, and what they use is
 * the price of being there.
 */
export class UsageMeter {
  readonly spans: UsageSpan[] = [];
  readonly #candidates: readonly Deployed[];
  readonly #clock: Clock;
  #looks = new Map<CandidateId, Looks>();

  constructor(candidates: readonly Deployed[], clock: Clock) {
    this.#candidates = candidates;
    this.#clock = clock;
  }

  /** Call before a block; what it returns, after it. */
  async start(measured: CandidateId): Promise<() => Promise<void>> {
    const [since, before] = [this.#clock.now(), await this.#readAll()];
    this.#looks = new Map();
    return async () => {
      const after = await this.#readAll();
      const length = this.#clock.now() - since;
      for (const { id } of this.#candidates) {
        const { memory, instances } = this.#looksOf(id);
        const [first, last] = [before.get(id) ?? NOTHING, after.get(id) ?? NOTHING];
        this.spans.push({
          candidate: id,
          kind: id === measured ? 'measured' : 'idle',
          length,
          cpuTime: between(first.cpuTime, last.cpuTime),
          ends: between(first.ends, last.ends),
          memory: mean(memory),
          memoryPeak: last.memoryPeak,
          instances: mean(instances) ?? 0,
        });
      }
    };
  }

  /** What is there at this moment; call it a few times in a block. */
  look(): void {
    for (const { id, deployment } of this.#candidates) {
      const living = deployment.instances().filter(({ state }) => state !== 'stopped');
      const used = living.flatMap(({ memoryUsed }) => memoryUsed ?? []);
      const looks = this.#looksOf(id);
      looks.instances.push(living.length);
      // A sum in which one is missing would look like less.
      if (used.length === living.length) looks.memory.push(used.reduce((a, b) => a + b, 0));
    }
  }

  /** CPU time of all candidates over all blocks; null as soon as one part is not known. */
  get cpuTime(): Ms | null {
    return this.spans.reduce<Ms | null>(
      (sum, { cpuTime }) => (sum === null || cpuTime === null ? null : sum + cpuTime),
      0,
    );
  }

  async #readAll(): Promise<Map<CandidateId, Reading>> {
    return new Map(
      await Promise.all(
        this.#candidates.map(async ({ id, deployment }) => [id, await read(deployment)] as const),
      ),
    );
  }

  #looksOf(id: CandidateId): Looks {
    const known = this.#looks.get(id) ?? { memory: [], instances: [] };
    this.#looks.set(id, known);
    return known;
  }
}
