import type { Deployment, ServiceMount } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Code } from '#lib/domain/workload/workload.ts';
import { createSlowService } from '#lib/executors/services/slow-service.ts';
import type { StoreLease } from '../stores/open-stores.ts';

/** Services that a deployment is given; to be disposed of after it. */
export interface Services extends AsyncDisposable {
  mounts: ServiceMount[];
  /** Says who was given them. */
  serve(deployment: Deployment): void;
}

const SLOW_SERVICE: Ms = 200;

/** The services whose socket the code asks for by its environment variable: a store, a slow service. */
export async function openServices(code: Code, leaseStore: () => Promise<StoreLease>): Promise<Services> {
  const asksFor = (name: string) =>
    code.files.some(({ content }) => content.includes(`${name.toUpperCase()}_SOCKET`));
  await using opening = new AsyncDisposableStack();
  const mounts: ServiceMount[] = [];
  const store = asksFor('store') ? opening.use(await leaseStore()) : null;
  if (store !== null) mounts.push(store.mount);
  if (asksFor('slow')) mounts.push(opening.use(await createSlowService({ delayMs: SLOW_SERVICE })).mount);
  const opened = opening.move();
  return {
    mounts,
    serve: (deployment) => store?.serves(deployment),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
