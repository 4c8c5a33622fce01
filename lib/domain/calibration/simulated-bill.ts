import type { Bill } from '../cost/assessment.ts';
import { countedContainerBill, countedFunctionBill } from '../cost/counted-bill.ts';
import type { Side } from '../execution/executor.ts';
import { HOURS_PER_MONTH } from '../load/traffic.ts';
import type { SimulationResult } from '../simulation/result.ts';
import type { GiBSeconds, Ms } from '../units.ts';

const MONTH_MS = HOURS_PER_MONTH * 3_600_000;

/** What simulated time is billed for; a month of the same traffic is in proportion to it. */
export interface SimulatedMonth {
  bill: Bill;
  /** GB-seconds of a month: billed ones of functions, held ones of replicas. */
  gbSeconds: GiBSeconds;
  requests: number;
}

/**
 * A month on AWS Lambda behind an HTTP API, by the cost model of every report, at the billed durations of
 * the simulation. Where an instance takes several requests at once, the time with at least one of them is
 * billed, as such platforms do, at Lambda's price.
 */
export function functionMonth(result: SimulationResult): SimulatedMonth {
  const { usage } = result;
  const requests = monthly(usage.requests, usage.simulatedMs);
  const billed: Ms =
    usage.platform === 'functions' ? usage.billedMs : result.meanBusyInstances.value * usage.simulatedMs;
  const bill = countedFunctionBill({
    requests,
    billedMs: usage.requests === 0 ? 0 : billed / usage.requests,
    memoryMiB: usage.memoryMiB,
    note: () => 'Simulated: billed time of the warm and the cold requests, init included.',
  });
  const gbSeconds = (monthly(billed, usage.simulatedMs) * usage.memoryMiB) / (1024 * 1000);
  return { bill, gbSeconds, requests };
}

/**
 * A month on AWS Fargate behind a load balancer with the mean number of simulated replicas.
 * @throws CrossoverError when no task is sold with that memory and those processors.
 */
export function containerMonth(
  result: SimulationResult,
  replica: { vcpu: number; minimum: number },
): SimulatedMonth {
  const { usage } = result;
  const requests = monthly(usage.requests, usage.simulatedMs);
  const bill = countedContainerBill({
    requests,
    memoryMiB: usage.memoryMiB,
    meanReplicas: usage.meanInstances,
    minimum: replica.minimum,
    vcpu: replica.vcpu,
    note: (size) => `${size} a task; ${usage.meanInstances.toFixed(2)} tasks on average, simulated.`,
  });
  return { bill, gbSeconds: monthly(usage.heldGbSeconds, usage.simulatedMs), requests };
}

const monthly = (amount: number, simulatedMs: Ms): number =>
  simulatedMs <= 0 ? 0 : (amount * MONTH_MS) / simulatedMs;

export type SimulatedMonths = Readonly<Record<Side, SimulatedMonth>>;
