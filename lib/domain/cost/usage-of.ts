import type { ExperimentPlan } from '../experiment/plan.ts';
import { mean } from '../statistics/mean.ts';
import type { Ms } from '../units.ts';
import type { Workload } from '../workload/workload.ts';
import { ASSUMED } from './assumptions.ts';
import type { CostMeasurement } from './measurement.ts';
import { busyMs } from './month/capacity-of.ts';
import type { Ranged, Usage } from './usage.ts';

/** Default of Cloud Run's console; what one instance is set to take at once. */
const CONCURRENCY = 80;

/** A month of the workload from what its run measured; the assumptions are those of `ASSUMED`. */
export function usageOf(workload: Workload, plan: ExperimentPlan, measured: CostMeasurement): Usage {
  return {
    requestsPerMonth: workload.traffic.requestsPerMonth,
    shape: workload.traffic.shape,
    memoryMiB: workload.memoryMiB,
    ...durationOf(measured),
    cpuMs: measured.cpuMs ?? null,
    initMs: measured.initMs ?? 0,
    coldShare: null,
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

/**
 * Time of warm function requests; the container's handler time stands in where none was measured, which the report
 * says. The interval of the billed time is moved to the mean of the unrounded one.
 */
function durationOf(measured: CostMeasurement): Pick<Usage, 'durationsMs' | 'durationInterval'> {
  const { warmBilledMs: billed, durationsMs, containerHandlerMs: handler } = measured;
  const unrounded = mean(durationsMs);
  if (unrounded === null)
    return { durationsMs: handler ? [handler.value] : [], durationInterval: scaledTo(1, handler?.interval) };
  const factor = billed === null || billed.value <= 0 ? 1 : unrounded / billed.value;
  return { durationsMs, durationInterval: scaledTo(factor, billed?.interval) };
}

/** No time is below zero, however few and uneven its samples are. */
const scaledTo = (factor: number, interval: readonly [Ms, Ms] | null | undefined) =>
  interval ? ([Math.max(0, interval[0] * factor), interval[1] * factor] as const) : null;
