import type { ExperimentPlan } from '../experiment/plan.ts';
import type { Workload } from '../workload/workload.ts';
import { ASSUMED } from './assumptions.ts';
import type { CostMeasurement } from './measurement.ts';
import { busyMs } from './month/capacity-of.ts';
import type { Ranged, Usage } from './usage.ts';

/** Default of Cloud Run's console; what one instance is set to take at once. */
const CONCURRENCY = 80;

/** A month of the workload from what its run measured; the assumptions are those of `ASSUMED`. */
export function usageOf(workload: Workload, plan: ExperimentPlan, measured: CostMeasurement): Usage {
  const { initMs: init, sustainedPerReplica: sustained } = measured;
  return {
    requestsPerMonth: workload.traffic.requestsPerMonth,
    shape: workload.traffic.shape,
    memoryMiB: workload.memoryMiB,
    ...durationOf(measured),
    cpuMs: measured.cpuMs ?? null,
    initMs: init?.value ?? 0,
    initInterval: init?.interval ?? null,
    coldShare: null,
    busyMs: busyOf(workload, measured, plan),
    waitMs: workload.slowServiceMs,
    sustainedPerReplica: sustained?.value ?? null,
    sustainedInterval: sustained?.interval ?? null,
    latencyTarget: workload.latencyTarget,
    replica: { vcpu: plan.cpusPerReplica, memoryMiB: workload.memoryMiB },
    minReplicas: plan.replicas,
    concurrency: CONCURRENCY,
    bytesPerRequest: ASSUMED.bytesPerRequest,
    bytesOut: ASSUMED.bytesPerRequest / 2,
    requestsPerConnection: ASSUMED.requestsPerConnection,
  };
}

/**
 * By the kernel's count of CPU time where there is one: neither what waits inside a replica nor what the code says about
 * itself is in it. With less than a CPU a thread works on for longer. Otherwise by the time until the answer.
 */
function busyOf(
  workload: Workload,
  { containerHandlerMs: handler, containerCpuMs: cpu = null }: CostMeasurement,
  { cpusPerReplica }: ExperimentPlan,
): Ranged | null {
  if (handler === null) return null;
  const [low, high] = handler.interval ?? [handler.value, handler.value];
  const threadMs = cpu === null ? null : cpu / Math.min(1, cpusPerReplica);
  const busy = (ms: number) =>
    threadMs === null
      ? busyMs(ms, workload)
      : Math.max(ASSUMED.leastBusyMs, handler.value > 0 ? (threadMs * ms) / handler.value : threadMs);
  return { value: busy(handler.value), interval: [busy(low), busy(high)] };
}

/**
 * Time of warm function requests; the container's handler time stands in where none was measured, which the report
 * says.
 */
function durationOf(measured: CostMeasurement): Pick<Usage, 'durationsMs' | 'durationInterval'> {
  const { warmMs, durationsMs, containerHandlerMs: handler } = measured;
  if (durationsMs.length > 0) return { durationsMs, durationInterval: warmMs?.interval ?? null };
  return { durationsMs: handler ? [handler.value] : [], durationInterval: handler?.interval ?? null };
}
