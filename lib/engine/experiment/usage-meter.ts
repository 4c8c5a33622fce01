import { type Deployment, SIDES, type Side } from '#lib/domain/execution/executor.ts';
import type { UsageSpan } from '#lib/domain/report/usage.ts';
import type { Bytes, Clock, Ms } from '#lib/domain/units.ts';

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
 * What both sides use while one of them is measured: the other one is idle then, and what it uses is
 * the price of being there.
 */
export class UsageMeter {
  readonly spans: UsageSpan[] = [];
  readonly #deployments: Record<Side, Deployment>;
  readonly #clock: Clock;
  #looks: Record<Side, Looks> = this.#noLooks();

  constructor(deployments: Record<Side, Deployment>, clock: Clock) {
    this.#deployments = deployments;
    this.#clock = clock;
  }

  /** Call before a block; what it returns, after it. */
  async start(measured: Side): Promise<() => Promise<void>> {
    const [since, before] = [this.#clock.now(), await this.#readBoth()];
    this.#looks = this.#noLooks();
    return async () => {
      const after = await this.#readBoth();
      const length = this.#clock.now() - since;
      for (const side of SIDES) {
        const { memory, instances } = this.#looks[side];
        this.spans.push({
          side,
          kind: side === measured ? 'measured' : 'idle',
          length,
          cpuTime: between(before[side].cpuTime, after[side].cpuTime),
          ends: between(before[side].ends, after[side].ends),
          memory: mean(memory),
          memoryPeak: after[side].memoryPeak,
          instances: mean(instances) ?? 0,
        });
      }
    };
  }

  /** What is there at this moment; call it a few times in a block. */
  look(): void {
    for (const side of SIDES) {
      const living = this.#deployments[side].instances().filter(({ state }) => state !== 'stopped');
      const used = living.flatMap(({ memoryUsed }) => memoryUsed ?? []);
      this.#looks[side].instances.push(living.length);
      // A sum in which one is missing would look like less.
      if (used.length === living.length) this.#looks[side].memory.push(used.reduce((a, b) => a + b, 0));
    }
  }

  /** CPU time of both sides over all blocks; null as soon as one part is not known. */
  get cpuTime(): Ms | null {
    return this.spans.reduce<Ms | null>(
      (sum, { cpuTime }) => (sum === null || cpuTime === null ? null : sum + cpuTime),
      0,
    );
  }

  async #readBoth(): Promise<Record<Side, Reading>> {
    const { function: one, container: other } = this.#deployments;
    const [functions, containers] = await Promise.all([read(one), read(other)]);
    return { function: functions, container: containers };
  }

  #noLooks(): Record<Side, Looks> {
    return { function: { memory: [], instances: [] }, container: { memory: [], instances: [] } };
  }
}
