import type { Bill } from '../cost/assessment.ts';
import { countedContainerBill, countedFunctionBill } from '../cost/counted-bill.ts';
import { perMonth } from './calibration/extrapolate.ts';
import type { PriceOfUsage, SimulatedUsage } from './result.ts';

export interface BillOptions {
  /** Container side: vCPUs of a replica. */
  cpusPerReplica?: number;
  /** Container side: replicas that run whatever the traffic; they are the fixed part of the bill. */
  minimumReplicas?: number;
}

const SIMULATED = 'Simulated, and taken for a month of 730 hours.';

/**
 * A month of the simulated use on AWS (Lambda with an HTTP API, or Fargate with a load balancer), by the
 * calculator of every bill. Rounded durations and instances over time are those of the simulation.
 */
export function monthlyBill(usage: SimulatedUsage, options: BillOptions = {}): Bill {
  const month = perMonth(usage);
  if (month.platform === 'functions') {
    return countedFunctionBill({
      requests: month.requests,
      billedMs: month.requests > 0 ? month.billedMs / month.requests : 0,
      memoryMiB: month.memoryMiB,
      note: () => SIMULATED,
    });
  }
  return countedContainerBill({
    requests: month.requests,
    memoryMiB: month.memoryMiB,
    meanReplicas: month.meanInstances,
    minimum: options.minimumReplicas ?? 0,
    vcpu: options.cpusPerReplica ?? 1,
    note: () => SIMULATED,
  });
}

/** The total alone, for curves. */
export const monthlyUsd: PriceOfUsage = (usage) => monthlyBill(usage).totalUsd;
