import type { ServiceMount } from '#lib/domain/execution/executor.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import { createSlowService } from '#lib/executors/services/slow-service.ts';
import { storeNamespace } from '#lib/server/repositories/store-items.ts';
import type { OpenStores } from '../stores/open-stores.ts';

/**
 * The services outside of both sides that a workload uses: one store and one slow service, shared by the two. The
 * store is this run's own and empty after it.
 */
export async function openServices(
  workload: Workload,
  namespace: string,
  stores: OpenStores,
): Promise<AsyncDisposable & { mounts: ServiceMount[] }> {
  const stack = new AsyncDisposableStack();
  const mounts: ServiceMount[] = [];
  if (workload.state === 'store') {
    stack.defer(() => storeNamespace(namespace).clear());
    mounts.push(stack.use(await stores.lease(namespace)).mount);
  }
  if (workload.slowServiceMs > 0) {
    mounts.push(stack.use(await createSlowService({ delayMs: workload.slowServiceMs })).mount);
  }
  return { mounts, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
