import { createHash } from 'node:crypto';
import type { EngineChoice } from '#lib/domain/execution/engines.ts';
import type {
  Deployment,
  DeploySpec,
  Executor,
  InstanceSnapshot,
  ServiceMount,
  Side,
} from '#lib/domain/execution/executor.ts';
import type { MiB, Ms } from '#lib/domain/units.ts';
import type { Code } from '#lib/domain/workload/workload.ts';
import { prepareBundle } from '#lib/executors/source/prepare.ts';

/** What is deployed: requests that agree in all of it share environments and replicas. */
export interface Wanted {
  code: Code;
  memory: MiB;
  timeout: Ms;
  /** What runs the container. */
  engine: EngineChoice;
}

export interface DeploymentCacheOptions {
  executors: Record<Side, Executor>;
  mountsFor: (code: Code) => Promise<ServiceMount[]>;
  /** Called when `instances()` has changed. */
  changed: () => void;
  /** Most versions that stay deployed; more while more are in use. */
  most?: number;
  /** How long a version stays deployed that nobody uses. */
  idle?: Ms;
}

/** The right to use one version; while it is held the version stays deployed. */
export interface Lease extends Disposable {
  /** Deploys on that side, or gives what is there. @throws CrossoverError as Executor.deploy, `handler-…` */
  deployment(side: Side): Promise<Deployment>;
}

interface Entry {
  wanted: Wanted;
  sides: Map<Side, Promise<Deployment>>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

const LIMITS = { keepAlive: 60_000, maxConcurrency: 50, replicas: 1, cpus: 1 } as const;

const keyOf = ({ code, memory, timeout, engine }: Wanted): string => {
  const files = code.files.map(({ path, content }) => [path, content]).toSorted();
  const text = JSON.stringify([code.entry, code.handler, memory, timeout, engine, files]);
  return createHash('sha256').update(text).digest('hex');
};

/** Keeps what was deployed last, so that the second press of a button meets warm environments. */
export class DeploymentCache implements AsyncDisposable {
  readonly #executors: Record<Side, Executor>;
  readonly #mountsFor: (code: Code) => Promise<ServiceMount[]>;
  readonly #changed: () => void;
  readonly #most: number;
  readonly #idle: Ms;
  readonly #closing = new AbortController();
  /** The one used last at the end. */
  readonly #entries = new Map<string, Entry>();
  readonly #live = new Set<Deployment>();
  readonly #leaving = new Set<Promise<void>>();

  constructor({ executors, mountsFor, changed, most = 3, idle = 300_000 }: DeploymentCacheOptions) {
    this.#executors = executors;
    this.#mountsFor = mountsFor;
    this.#changed = changed;
    this.#most = most;
    this.#idle = idle;
  }

  lease(wanted: Wanted): Lease {
    const key = keyOf(wanted);
    const entry = this.#entries.get(key) ?? { wanted, sides: new Map(), users: 0, timer: undefined };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    clearTimeout(entry.timer);
    entry.users += 1;
    this.#trim();
    return {
      deployment: (side) => this.#deployed(entry, side),
      [Symbol.dispose]: () => this.#release(key, entry),
    };
  }

  instances(): InstanceSnapshot[] {
    return [...this.#live].flatMap((deployment) => [...deployment.instances()]);
  }

  /** True when the instance was there. */
  async kill(instanceId: string): Promise<boolean> {
    const asked = [...this.#live].map((deployment) => deployment.kill(instanceId));
    return (await Promise.all(asked)).includes(true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    for (const [key, entry] of [...this.#entries]) this.#evict(key, entry);
    await Promise.all(this.#leaving);
  }

  #deployed(entry: Entry, side: Side): Promise<Deployment> {
    const known = entry.sides.get(side);
    if (known !== undefined) return known;
    const deploying = this.#deploy(entry.wanted, side);
    entry.sides.set(side, deploying);
    // What failed is tried anew by the next request.
    deploying.catch(() => entry.sides.delete(side));
    return deploying;
  }

  async #deploy({ code, memory, timeout, engine }: Wanted, side: Side): Promise<Deployment> {
    const spec: DeploySpec = {
      ...{ name: 'playground', bundle: await prepareBundle(code), memory, timeout, environment: {} },
      services: await this.#mountsFor(code),
      container: { engine },
      ...LIMITS,
    };
    // Not the signal of the run that happened to come first: others may be waiting for the same one.
    const deployment = await this.#executors[side].deploy(spec, this.#closing.signal);
    this.#live.add(deployment);
    deployment.subscribe(this.#changed);
    this.#changed();
    return deployment;
  }

  #release(key: string, entry: Entry): void {
    entry.users -= 1;
    if (entry.users > 0 || this.#entries.get(key) !== entry) return;
    entry.timer = setTimeout(() => this.#evict(key, entry), this.#idle);
    entry.timer.unref();
    this.#trim();
  }

  /** The ones used longest ago go first, but none that is in use. */
  #trim(): void {
    const unused = [...this.#entries].filter(([, { users }]) => users === 0);
    const excess = Math.max(0, this.#entries.size - this.#most);
    for (const [key, entry] of unused.slice(0, excess)) this.#evict(key, entry);
  }

  #evict(key: string, entry: Entry): void {
    clearTimeout(entry.timer);
    this.#entries.delete(key);
    const leaving = Promise.all([...entry.sides.values()].map((side) => this.#remove(side))).then(() => {
      this.#leaving.delete(leaving);
    });
    this.#leaving.add(leaving);
  }

  async #remove(deploying: Promise<Deployment>): Promise<void> {
    const deployment = await deploying.catch(() => null);
    if (deployment === null) return;
    try {
      await deployment[Symbol.asyncDispose]();
    } catch {
      // The executor tries again at its own end, and at the next start.
    } finally {
      this.#live.delete(deployment);
      this.#changed();
    }
  }
}
