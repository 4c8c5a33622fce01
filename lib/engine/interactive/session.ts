import type { Executor, Side } from '#lib/domain/execution/executor.ts';
import type { InstancesEvent } from '#lib/domain/live/events.ts';
import { DeploymentCache } from './deployment-cache.ts';
import { LiveList } from './live-list.ts';
import { LazyServices, type Services } from './services.ts';

export interface SessionOptions {
  executors: Record<Side, Executor>;
  services: () => Promise<Services>;
  publish: (event: InstancesEvent) => Promise<void>;
}

/** What one browser holds: what it deployed, the services of its code with their data, and the list of what is alive. */
export class Session implements AsyncDisposable {
  readonly cache: DeploymentCache;
  readonly #services: LazyServices;
  readonly #list: LiveList;

  constructor({ executors, services, publish }: SessionOptions) {
    this.#services = new LazyServices(services);
    this.cache = new DeploymentCache({
      executors,
      mountsFor: (code) => this.#services.mountsFor(code),
      changed: () => this.#list.changed(),
    });
    this.#list = new LiveList(() => this.cache.instances(), publish);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cache[Symbol.asyncDispose]();
    await this.#list[Symbol.asyncDispose]();
    await this.#services[Symbol.asyncDispose]();
  }
}
