import { Workload, type WorkloadInput } from '#lib/domain/workload/workload.ts';

/**
 * A workload of one module that answers at once: for tests of what runs a workload, whose processor time must not go
 * into the workload itself.
 */
export const quickWorkload = (
  content = 'export const handler = () => "here";',
  more: Partial<WorkloadInput> = {},
): Workload =>
  Workload.parse({
    name: 'Quick',
    code: { entry: 'handler.mjs', handler: 'handler', files: [{ path: 'handler.mjs', content }] },
    trigger: { kind: 'http', requests: [{ method: 'GET', path: '/' }] },
    traffic: { requestsPerMonth: 10_000_000, shape: 'steady' },
    ...{ memoryMiB: 1769, timeoutMs: 10_000, state: 'none', latencyTarget: { percentile: 95, ms: 200 } },
    ...more,
  });
