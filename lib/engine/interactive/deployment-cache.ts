import type { EngineChoice } from '#lib/domain/execution/engines.ts';
import type {
  Deployment,
  DeploySpec,
  Executor,
  InstanceSnapshot,
  Side,
} from '#lib/domain/execution/executor.ts';
import type { MiB, Ms } from '#lib/domain/units.ts';
import type { Code } from '#lib/domain/workload/workload.ts';
import { prepareBundle } from '#lib/executors/source/prepare.ts';
import { filesDigest } from './files-digest.ts';
import type { Services } from './services.ts';

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
  servicesFor: (code: Code) => Promise<Services>;
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

interface Deployed {
  deployment: Deployment;
  services: Services;
}

interface Entry {
  wanted: Wanted;
  sides: Map<Side, Promise<Deployed>>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

const LIMITS = { keepAlive: 60_000, maxConcurrency: 50, replicas: 1, cpus: 1 } as const;

const keyOf = ({ code, memory, timeout, engine }: Wanted): string =>
  JSON.stringify([code.entry, code.handler, memory, timeout, engine, filesDigest(code)]);

/** Keeps what was deployed last, so that the second press of a button meets warm environments. */
export class DeploymentCache implements AsyncDisposable {
  readonly #executors: Record<Side, Executor>;
  readonly #servicesFor: (code: Code) => Promise<Services>;
  readonly #changed: () => void;
  readonly #most: number;
  readonly #idle: Ms;
  readonly #closing = new AbortController();
  /** The one used last at the end. */
  readonly #entries = new Map<string, Entry>();
  readonly #live = new Set<Deployment>();
  readonly #leaving = new Set<Promise<void>>();

  constructor({ executors, servicesFor, changed, most = 3, idle = 300_000 }: DeploymentCacheOptions) {
    this.#executors = executors;
    this.#servicesFor = servicesFor;
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

  async #deployed(entry: Entry, side: Side): Promise<Deployment> {
    const deploying = entry.sides.get(side) ?? this.#begin(entry, side);
    return (await deploying).deployment;
  }

  #begin(entry: Entry, side: Side): Promise<Deployed> {
    const deploying = this.#deploy(entry.wanted, side);
    entry.sides.set(side, deploying);
    // What failed is tried anew by the next request.
    deploying.catch(() => entry.sides.delete(side));
    return deploying;
  }

  async #deploy({ code, memory, timeout, engine }: Wanted, side: Side): Promise<Deployed> {
    await using opening = new AsyncDisposableStack();
    const bundle = await prepareBundle(code);
    const services = opening.use(await this.#servicesFor(code));
    const spec: DeploySpec = {
      ...{ name: 'playground', bundle, memory, timeout, environment: {} },
      services: services.mounts,
      container: { engine },
      ...LIMITS,
    };
    // Not the signal of the run that happened to come first: others may be waiting for the same one.
    const deployment = await this.#executors[side].deploy(spec, this.#closing.signal);
    opening.move();
    services.serve(deployment);
    this.#live.add(deployment);
    deployment.subscribe(this.#changed);
    this.#changed();
    return { deployment, services };
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

  async #remove(deploying: Promise<Deployed>): Promise<void> {
    const deployed = await deploying.catch(() => null);
    if (deployed === null) return;
    const { deployment, services } = deployed;
    try {
      await deployment[Symbol.asyncDispose]();
    } catch {
      // The executor tries again at its own end, and at the next start.
    } finally {
      this.#live.delete(deployment);
      this.#changed();
    }
    await services[Symbol.asyncDispose]();
  }
}
