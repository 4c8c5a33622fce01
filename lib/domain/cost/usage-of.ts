import type { ExperimentPlan } from '../experiment/plan.ts';
import { mean } from '../statistics/mean.ts';
import type { Workload } from '../workload/workload.ts';
import { ASSUMED } from './assumptions.ts';
import { busyMs } from './capacity.ts';
import type { CostMeasurement } from './measurement.ts';
import type { Ranged, Usage } from './usage.ts';

/** Default of Cloud Run's console; what one instance is set to take at once. */
const CONCURRENCY = 80;

/** A month of the workload from what its run measured; the assumptions are those of `ASSUMED`. */
export function usageOf(workload: Workload, plan: ExperimentPlan, measured: CostMeasurement): Usage {
  return {
    requestsPerMonth: workload.traffic.requestsPerMonth,
    shape: workload.traffic.shape,
    memoryMiB: workload.memoryMiB,
    durationsMs: measured.durationsMs,
    durationInterval: unroundedInterval(measured),
    cpuMs: measured.cpuMs ?? null,
    initMs: measured.initMs ?? 0,
    busyMs: busyOf(workload, measured),
    waitMs: workload.slowServiceMs,
    sustainedPerReplica: measured.sustainedPerReplica,
    latencyTarget: workload.latencyTarget,
    replica: { vcpu: plan.cpusPerReplica, memoryMiB: workload.memoryMiB },
    minReplicas: plan.replicas,
    concurrency: CONCURRENCY,
    bytesPerRequest: ASSUMED.bytesPerRequest,
    bytesOut: ASSUMED.bytesPerRequest / 2,
    requestsPerConnection: ASSUMED.requestsPerConnection,
  };
}

function busyOf(workload: Workload, { containerHandlerMs: handler }: CostMeasurement): Ranged | null {
  if (handler === null) return null;
  const [low, high] = handler.interval ?? [handler.value, handler.value];
  const busy = (ms: number) => busyMs(Math.max(0, ms), workload);
  return { value: busy(handler.value), interval: [busy(low), busy(high)] };
}

/** The interval of the billed time, moved to the mean of the unrounded one. */
function unroundedInterval({
  warmBilledMs: billed,
  durationsMs,
}: CostMeasurement): Usage['durationInterval'] {
  const unrounded = mean(durationsMs);
  if (billed?.interval == null || unrounded === null || billed.value <= 0) return null;
  const [low, high] = billed.interval;
  return [(low * unrounded) / billed.value, (high * unrounded) / billed.value];
}
