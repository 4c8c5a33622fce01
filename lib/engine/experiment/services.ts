import type { ServiceMount } from '#lib/domain/execution/executor.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import { createSlowService } from '#lib/executors/services/slow-service.ts';
import { createStoreService } from '#lib/executors/services/store-service.ts';
import { storeNamespace } from '#lib/server/repositories/store-items.ts';

/** The services outside of both sides that a workload uses: one store and one slow service, shared by the two. */
export async function openServices(
  workload: Workload,
  namespace: string,
): Promise<AsyncDisposable & { mounts: ServiceMount[] }> {
  const stack = new AsyncDisposableStack();
  const mounts: ServiceMount[] = [];
  if (workload.state === 'store') {
    const items = storeNamespace(namespace);
    stack.defer(() => items.clear());
    mounts.push(stack.use(await createStoreService({ store: items })).mount);
  }
  if (workload.slowServiceMs > 0) {
    mounts.push(stack.use(await createSlowService({ delayMs: workload.slowServiceMs })).mount);
  }
  return { mounts, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
