import type { Bill } from '../cost/assessment.ts';
import { ASSUMED } from '../cost/assumptions.ts';
import { priceContainer } from '../cost/container-price.ts';
import { smallestFargateSize } from '../cost/fargate-size.ts';
import { priceFunction } from '../cost/function-price.ts';
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
 * price functions of the reports. Rounded durations and instances over time are those of the simulation.
 */
export function monthlyBill(usage: SimulatedUsage, options: BillOptions = {}): Bill {
  const month = perMonth(usage);
  if (month.platform === 'functions') {
    return priceFunction({
      requests: month.requests,
      billedMs: month.requests > 0 ? month.billedMs / month.requests : 0,
      memoryMiB: month.memoryMiB,
      bytesPerRequest: ASSUMED.bytesPerRequest,
      durationAssumption: SIMULATED,
    });
  }
  return priceContainer({
    requests: month.requests,
    meanTasks: month.meanInstances,
    minimumTasks: options.minimumReplicas ?? 0,
    size: smallestFargateSize(month.memoryMiB, options.cpusPerReplica ?? 1),
    bytesPerRequest: ASSUMED.bytesPerRequest,
    requestsPerConnection: ASSUMED.requestsPerConnection,
    tasksAssumption: SIMULATED,
  });
}

/** The total alone, for curves. */
export const monthlyUsd: PriceOfUsage = (usage) => monthlyBill(usage).totalUsd;
