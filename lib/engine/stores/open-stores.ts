import type { ServiceMount } from '#lib/domain/execution/executor.ts';
import type { Bytes, Clock, Ms } from '#lib/domain/units.ts';
import type { Service } from '#lib/executors/services/socket-server.ts';
import { STORE_LIMITS, StoreQuota } from '#lib/executors/services/store-quota.ts';
import { createStoreService } from '#lib/executors/services/store-service.ts';
import { outageInWords } from '#lib/server/database/outage.ts';
import { logError } from '#lib/server/log.ts';
import {
  bytesInStoresBut,
  emptyUnusedStores,
  notedStores,
  noteStoreSizes,
  noteStoreUse,
  storeNamespace,
} from '#lib/server/repositories/store-items.ts';

/** A store is emptied so long after its last environment has gone. */
export const KEPT_UNUSED: Ms = 3_600_000;
const EVERY: Ms = 10_000;

/** The right to use a store: it stays open until every lease is given back. */
export interface StoreLease extends AsyncDisposable {
  mount: ServiceMount;
  /** Says who uses the store: it counts as unused while that has no environment. Until then it counts as used. */
  serves(deployment: { instances(): readonly unknown[] }): void;
}

interface User {
  hasEnvironments: () => boolean;
}

interface OpenStore {
  service: Promise<Service>;
  /** Null until what it keeps was counted. */
  quota: StoreQuota | null;
  users: Set<User>;
  /** Whether an environment was there when it was last looked. */
  inUse: boolean;
}

/**
 * The stores of one engine that are open now, each served once, so that its quota is counted once however many
 * deployments share it. Their use is noted in the database, which tells every engine when one may be emptied, also
 * after this engine was killed.
 */
export class OpenStores implements AsyncDisposable {
  readonly #clock: Clock;
  readonly #open = new Map<string, OpenStore>();
  readonly #closing = new Map<string, Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  /** Kept in stores that are not open here. */
  #others: Bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#timer = setInterval(() => {
      this.tend().catch((error: unknown) => logError('noting which stores are in use', error));
    }, EVERY);
    this.#timer.unref();
  }

  async lease(namespace: string): Promise<StoreLease> {
    // Its quota is counted anew from what it keeps, which must not change meanwhile.
    for (let closing = this.#closing.get(namespace); closing; closing = this.#closing.get(namespace)) {
      await closing;
    }
    const store = this.#open.get(namespace) ?? this.#begin(namespace);
    const user: User = { hasEnvironments: () => true };
    store.users.add(user);
    const leave = () => this.#leave(namespace, store, user);
    try {
      const { mount } = await store.service;
      return {
        mount,
        serves: (deployment) => {
          user.hasEnvironments = () => deployment.instances().length > 0;
        },
        [Symbol.asyncDispose]: leave,
      };
    } catch (error) {
      await leave();
      throw error;
    }
  }

  /** Notes the use of what is used, then empties what has been unused too long. */
  async tend(): Promise<void> {
    const now = this.#clock.wall();
    await this.#recountEmptied();
    const used = [...this.#open].filter(([, store]) => wasUsed(store)).map(([namespace]) => namespace);
    if (used.length > 0) await noteStoreUse(used, now);
    const sizes = [...this.#open].flatMap(([namespace, { quota }]) =>
      quota === null ? [] : [[namespace, quota.total] as const],
    );
    if (sizes.length > 0) await noteStoreSizes(new Map(sizes));
    await emptyUnusedStores(new Date(now.getTime() - KEPT_UNUSED));
    await this.#countOthers();
  }

  /**
   * A deployment without environments keeps its store open, which is emptied all the same, also by another engine: what
   * was counted in it must not stay in the way of those who come then.
   */
  async #recountEmptied(): Promise<void> {
    const counted = [...this.#open].filter(([, { quota }]) => quota !== null);
    if (counted.length === 0) return;
    const noted = await notedStores(counted.map(([namespace]) => namespace));
    for (const [namespace, { quota }] of counted)
      if (!noted.has(namespace)) await quota?.recount(storeNamespace(namespace));
  }

  /** The bytes kept in stores that are not open here: of other engines by their last note. */
  async #countOthers(): Promise<void> {
    this.#others = await bytesInStoresBut([...this.#open.keys()]);
  }

  #fits(more: Bytes): boolean {
    const open = [...this.#open.values()].reduce((all, { quota }) => all + (quota?.total ?? 0), 0);
    return this.#others + open + more <= STORE_LIMITS.allBytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#closing.values());
  }

  #begin(namespace: string): OpenStore {
    const store: OpenStore = {
      service: this.#serve(namespace, (quota) => {
        store.quota = quota;
      }),
      ...{ quota: null, users: new Set<User>(), inUse: true },
    };
    this.#open.set(namespace, store);
    return store;
  }

  async #serve(namespace: string, counted: (quota: StoreQuota) => void): Promise<Service> {
    const store = storeNamespace(namespace);
    await noteStoreUse([namespace], this.#clock.wall());
    const quota = await StoreQuota.of(store, (more) => this.#fits(more));
    counted(quota);
    await this.#countOthers();
    return createStoreService({ store, quota });
  }

  async #leave(namespace: string, store: OpenStore, user: User): Promise<void> {
    if (!store.users.has(user)) return;
    const used = wasUsed(store);
    store.users.delete(user);
    if (store.users.size > 0) {
      store.inUse ||= used;
      return;
    }
    this.#open.delete(namespace);
    this.#others += store.quota?.total ?? 0;
    const closing = this.#close(namespace, store, used).finally(() => this.#closing.delete(namespace));
    this.#closing.set(namespace, closing);
    await closing;
  }

  async #close(namespace: string, { service, quota }: OpenStore, used: boolean): Promise<void> {
    await (await service.catch(() => null))?.[Symbol.asyncDispose]();
    try {
      if (quota !== null) await noteStoreSizes(new Map([[namespace, quota.total]]));
      if (used) await noteStoreUse([namespace], this.#clock.wall());
    } catch (error) {
      logError('noting when a store was last used and what it keeps', outageInWords(error));
    }
  }
}

/** Whether an environment is there or was when this was last asked: one that has just gone has been there until now. */
function wasUsed(store: OpenStore): boolean {
  const before = store.inUse;
  store.inUse = [...store.users].some(({ hasEnvironments }) => hasEnvironments());
  return before || store.inUse;
}
