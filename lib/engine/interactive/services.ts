import type { ServiceMount } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Code } from '#lib/domain/workload/workload.ts';
import { memoryStore } from '#lib/executors/services/key-value-store.ts';
import { createSlowService } from '#lib/executors/services/slow-service.ts';
import { createStoreService } from '#lib/executors/services/store-service.ts';

export type Services = { mounts: ServiceMount[] } & AsyncDisposable;

const SLOW_SERVICE: Ms = 200;

/** A store in memory and a slow service, for as long as the engine runs; both sides share them. */
export async function openPlaygroundServices(): Promise<Services> {
  await using opening = new AsyncDisposableStack();
  const store = opening.use(await createStoreService({ store: memoryStore() }));
  const slow = opening.use(await createSlowService({ delayMs: SLOW_SERVICE }));
  const stack = opening.move();
  return { mounts: [store.mount, slow.mount], [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** The services whose socket the code asks for by its environment variable. */
export const usedBy = (code: Code, mounts: readonly ServiceMount[]): ServiceMount[] =>
  mounts.filter(({ name }) =>
    code.files.some(({ content }) => content.includes(`${name.toUpperCase()}_SOCKET`)),
  );

/** Opens the services when they are first needed; after a failure the next need tries again. */
export class LazyServices implements AsyncDisposable {
  readonly #open: () => Promise<Services>;
  #services: Promise<Services> | null = null;

  constructor(open: () => Promise<Services>) {
    this.#open = open;
  }

  async mountsFor(code: Code): Promise<ServiceMount[]> {
    if (!code.files.some(({ content }) => content.includes('_SOCKET'))) return [];
    this.#services ??= this.#open().catch((error: unknown) => {
      this.#services = null;
      throw error;
    });
    return usedBy(code, (await this.#services).mounts);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const services = await this.#services?.catch(() => null);
    await services?.[Symbol.asyncDispose]();
  }
}
