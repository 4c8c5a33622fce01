import type { MiB, Ms } from '../units.ts';
import type { Bill } from './assessment.ts';
import { ASSUMED } from './assumptions.ts';
import { sideBill } from './side-bill.ts';
import type { Usage } from './usage.ts';

/** A month that was counted, as by a simulation, instead of worked out from what a run measured. */
interface CountedMonth {
  requests: number;
  memoryMiB: MiB;
  /** How it was counted, for the lines of compute. */
  note: (size: string) => string;
}

/** Its bill on AWS Lambda behind an HTTP API; `billedMs` is the mean of a request, init included, rounded already. */
export const countedFunctionBill = (month: CountedMonth & { billedMs: Ms }): Bill =>
  sideBill('function', usageOfCounted(month, { counted: { billedMs: month.billedMs } }), {}, ({ size }) => ({
    compute: month.note(size),
  })).bill;

/**
 * Its bill on AWS Fargate behind a load balancer: `minimum` replicas always run.
 * @throws CrossoverError when no task is sold with that memory and those processors.
 */
export const countedContainerBill = (
  month: CountedMonth & { meanReplicas: number; minimum: number; vcpu: number },
): Bill => {
  const { vcpu, memoryMiB, minimum, meanReplicas } = month;
  const change = { counted: { meanReplicas }, minReplicas: minimum, replica: { vcpu, memoryMiB } };
  return sideBill('container', usageOfCounted(month, change), {}, ({ size }) => ({
    compute: month.note(size),
  })).bill;
};

const usageOfCounted = ({ requests, memoryMiB }: CountedMonth, change: Partial<Usage>): Usage => ({
  requestsPerMonth: requests,
  // Rates within the month are in what was counted.
  shape: 'steady',
  memoryMiB,
  durationsMs: [],
  durationInterval: null,
  cpuMs: null,
  initMs: 0,
  initInterval: null,
  coldShare: 0,
  busyMs: null,
  waitMs: 0,
  sustainedPerReplica: null,
  sustainedInterval: null,
  latencyTarget: null,
  replica: { vcpu: 1, memoryMiB },
  minReplicas: 0,
  concurrency: 1,
  bytesPerRequest: ASSUMED.bytesPerRequest,
  bytesOut: ASSUMED.bytesPerRequest / 2,
  requestsPerConnection: ASSUMED.requestsPerConnection,
  ...change,
});
