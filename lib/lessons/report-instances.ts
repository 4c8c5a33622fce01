import type { Deployment, InstanceSnapshot } from '#lib/domain/execution/executor.ts';

const GONE = new Set(['stopping', 'stopped']);

/** Environments or replicas that run or are being started. */
export const liveCount = (instances: readonly InstanceSnapshot[]): number =>
  instances.filter(({ state }) => !GONE.has(state)).length;

/** Reports the number of live instances now and whenever it changes, as long as the deployment lives. */
export function reportInstances(deployment: Deployment, report: (count: number) => void): void {
  let last = liveCount(deployment.instances());
  report(last);
  deployment.subscribe((instances) => {
    const count = liveCount(instances);
    if (count === last) return;
    last = count;
    report(count);
  });
}
