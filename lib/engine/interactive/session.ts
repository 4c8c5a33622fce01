import type { Executor, Side } from '#lib/domain/execution/executor.ts';
import type { InstancesEvent } from '#lib/domain/live/events.ts';
import type { Code } from '#lib/domain/workload/workload.ts';
import type { StoreLease } from '../stores/open-stores.ts';
import { DeploymentCache } from './deployment-cache.ts';
import { LiveList } from './live-list.ts';
import { openServices } from './services.ts';

export interface SessionOptions {
  executors: Record<Side, Executor>;
  /** The store of one workload of this browser. */
  leaseStore: (code: Code) => Promise<StoreLease>;
  publish: (event: InstancesEvent) => Promise<void>;
}

/** Holdings of one browser: the versions it deployed with the services of its code, and the list of what is alive. */
export class Session implements AsyncDisposable {
  readonly cache: DeploymentCache;
  readonly #list: LiveList;

  constructor({ executors, leaseStore, publish }: SessionOptions) {
    this.cache = new DeploymentCache({
      executors,
      servicesFor: (code) => openServices(code, () => leaseStore(code)),
      changed: () => this.#list.changed(),
    });
    this.#list = new LiveList(() => this.cache.instances(), publish);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cache[Symbol.asyncDispose]();
    await this.#list[Symbol.asyncDispose]();
  }
}
