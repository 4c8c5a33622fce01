import { CrossoverError } from '#lib/domain/errors.ts';
import type {
  ContainerDeployment,
  DeploymentUsage,
  Front,
  Rollout,
} from '#lib/domain/execution/container.ts';
import type {
  BuildInfo,
  DeploySpec,
  InstanceSnapshot,
  Invocation,
  InvokeRequest,
} from '#lib/domain/execution/executor.ts';
import { initialReplicas } from '#lib/domain/scaling/step.ts';
import type { Ms } from '#lib/domain/units.ts';
import { openFront } from './front/front.ts';
import { Autoscaler } from './replica/autoscaler.ts';
import { Dispatcher, type Lease, NO_WAIT, type Wait } from './replica/dispatcher.ts';
import { failure, type Result } from './replica/outcome.ts';
import type { Replica } from './replica/replica.ts';
import { rollOut } from './replica/rollout.ts';
import { ReplicaSet } from './replica/set.ts';
import { addUsage, deploymentUsage, NO_TOTALS } from './replica/usage.ts';
import { type Release, ReleaseVersion } from './version.ts';

type Listener = (instances: readonly InstanceSnapshot[]) => void;

/** What a deployment needs of the executor that made it. */
export interface DeploymentHome {
  /** Builds another release for an update. */
  prepare(spec: DeploySpec): Promise<Release>;
  /** Called once when the deployment is disposed, whoever did that. */
  ended(): void;
}

/** Replicas of one image behind a balancer, as many as the scaling policy wants. */
export class Containers implements ContainerDeployment {
  readonly side = 'container';
  readonly #home: DeploymentHome;
  readonly #set: ReplicaSet;
  readonly #dispatcher: Dispatcher;
  readonly #autoscaler: Autoscaler;
  readonly #listeners = new Set<Listener>();
  readonly #fronts = new Set<Front>();
  readonly #closing = new AbortController();
  #version: ReleaseVersion;
  #gone = NO_TOTALS;
  #announced = false;
  #updating: Promise<unknown> = Promise.resolve();
  #disposed: Promise<void> | undefined;

  constructor(release: Release, home: DeploymentHome) {
    this.#home = home;
    this.#version = this.#versionOf(release);
    const { settings } = release;
    this.#set = new ReplicaSet(
      {
        changed: () => this.#announce(),
        ready: () => this.#dispatcher.serve(),
        ended: () => {
          this.#gone = { ...this.#gone, ends: this.#gone.ends + 1 };
        },
        hopeless: (error) => this.#dispatcher.fail(error),
        gone: (replica) => void this.#account(replica),
      },
      settings.drain,
    );
    const { replicas } = this.#set;
    const wake = () => this.#autoscaler.wake();
    this.#dispatcher = new Dispatcher(replicas, settings, this.#closing.signal, wake);
    const scaleTo = (count: number) => void this.#set.scaleTo(count, this.#version);
    const set = this.#set;
    const scaled = {
      get wanted() {
        return set.wanted;
      },
      ...{ replicas, scaleTo },
    };
    this.#autoscaler = new Autoscaler(settings.scaling, scaled, this.#dispatcher);
  }

  get build(): BuildInfo {
    return this.#version.release.build;
  }

  get scale() {
    return { wanted: this.#set.wanted, reason: this.#autoscaler.reason };
  }

  /** Starts the first replicas. @throws CrossoverError when one cannot be started; dispose it then. */
  async start(): Promise<void> {
    await this.scaleTo(initialReplicas(this.#version.release.settings.scaling));
    this.#autoscaler.start();
  }

  async scaleTo(replicas: number): Promise<void> {
    const places = this.#set.scaleTo(replicas, this.#version);
    const first = await Promise.allSettled(places.map((place) => place.first));
    for (const result of first) if (result.status === 'rejected') throw result.reason;
  }

  forceStart(): Promise<Ms> {
    // A policy would take the further replica for its own, and end another.
    return this.#autoscaler.paused(async () => {
      const place = this.#set.add(this.#version);
      try {
        return (await place.first).snapshot().init ?? 0;
      } finally {
        await this.#set.retire(place, 0);
      }
    });
  }

  invoke(request: InvokeRequest, signal?: AbortSignal): Promise<Invocation> {
    const free = this.#dispatcher.take();
    if (free !== null) return this.#run({ replica: free, wait: NO_WAIT }, request, signal);
    return this.#queue(request, signal);
  }

  async #queue(request: InvokeRequest, signal?: AbortSignal): Promise<Invocation> {
    const found = await this.#dispatcher.wait(signal);
    if ('replica' in found) return this.#run(found, request, signal);
    return invocationOf(request, null, found.wait, found.result);
  }

  instances(): readonly InstanceSnapshot[] {
    return [...this.#set.replicas].map((replica) => replica.snapshot());
  }

  async kill(instanceId: string): Promise<boolean> {
    const replica = [...this.#set.replicas].find(({ id }) => id === instanceId);
    await replica?.kill();
    return replica !== undefined;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async usage(): Promise<DeploymentUsage> {
    const living = [...this.#set.replicas];
    const usages = await Promise.all(living.map((replica) => replica.usage()));
    const idle = living.map((replica) => replica.idle());
    return deploymentUsage(usages, this.#gone, idle);
  }

  async open(options: { host?: string; port?: number } = {}): Promise<Front> {
    const { timeout } = this.#version.release.spec;
    const front = await openFront(this.#dispatcher, timeout, options);
    this.#fronts.add(front);
    return front;
  }

  update(spec: DeploySpec): Promise<Rollout> {
    const updated = this.#updating.then(() => this.#update(spec));
    this.#updating = updated.catch(() => {});
    return updated;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#disposed ??= this.#dispose();
    return this.#disposed;
  }

  async #update(spec: DeploySpec): Promise<Rollout> {
    if (this.#closing.signal.aborted) throw ended();
    const started = performance.now();
    const next = this.#versionOf(await this.#home.prepare(spec));
    const old = this.#version;
    const rolling = this.#autoscaler.paused(() => rollOut(this.#set, old, next));
    const { replaced } = await rolling.catch(async (error: unknown) => {
      await next.release.image[Symbol.asyncDispose]();
      throw this.#closing.signal.aborted ? ended() : error;
    });
    this.#version = next;
    await old.release.image[Symbol.asyncDispose]();
    return { build: next.release.build, replaced, duration: performance.now() - started };
  }

  async #dispose(): Promise<void> {
    this.#closing.abort();
    this.#autoscaler.stop();
    this.#dispatcher.fail(new Error('The deployment was ended.'));
    await Promise.all([...this.#fronts].map((front) => front[Symbol.asyncDispose]()));
    await this.#set.dispose();
    await this.#updating;
    // An update that was under way may have started more.
    await this.#set.dispose();
    await this.#version.release.image[Symbol.asyncDispose]();
    this.#listeners.clear();
    this.#home.ended();
  }

  async #run({ replica, wait }: Lease, request: InvokeRequest, signal?: AbortSignal): Promise<Invocation> {
    const result = await replica.invoke(request, this.#version.release.spec.timeout, signal);
    this.#dispatcher.left();
    const cancelled = this.#closing.signal.aborted && result.outcome === 'exited';
    const shown = cancelled ? failure('cancelled', 'The deployment was ended.', result) : result;
    return invocationOf(request, replica.id, wait, shown);
  }

  #versionOf(release: Release): ReleaseVersion {
    return new ReleaseVersion(release, () => this.#announce());
  }

  async #account(replica: Replica): Promise<void> {
    const usage = await replica.usage();
    this.#gone = addUsage(this.#gone, usage);
  }

  /** Changes of one turn of the event loop are told together: thousands of requests a second change much. */
  #announce(): void {
    if (this.#announced || this.#listeners.size === 0) return;
    this.#announced = true;
    setImmediate(() => {
      this.#announced = false;
      const instances = this.instances();
      for (const listener of this.#listeners) listener(instances);
    });
  }
}

function invocationOf(
  { requestId }: InvokeRequest,
  instanceId: string | null,
  wait: Wait,
  result: Result,
): Invocation {
  const { cold, queued, init } = wait;
  const { handler, outcome, status, body, log, problem } = result;
  const billed = Math.ceil(init + handler);
  // Field by field: at tens of thousands of requests a second copying the objects shows.
  const side = 'container';
  const invocation: Invocation = {
    requestId,
    side,
    instanceId,
    cold,
    queued,
    init,
    handler,
    billed,
    outcome,
    status,
    body,
    log,
    problem,
  };
  if (result.reported !== undefined) invocation.reported = result.reported;
  if (result.cookies !== undefined) invocation.cookies = result.cookies;
  if (result.base64 !== undefined) invocation.base64 = result.base64;
  return invocation;
}

const ended = () =>
  new CrossoverError({
    code: 'cancelled',
    owner: 'yours',
    message: 'The deployment was ended.',
    remedy: 'Deploy it again.',
  });
