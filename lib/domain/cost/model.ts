import type { ExperimentPlan } from '../experiment/plan.ts';
import { type TrafficProfile, trafficProfile } from '../load/traffic.ts';
import type { MiB, Ms, PerSecond } from '../units.ts';
import type { Workload } from '../workload/workload.ts';
import type { Bill } from './assessment.ts';
import { ASSUMED, expectedColdShare } from './assumptions.ts';
import { type Capacity, capacityPerTask } from './capacity.ts';
import { fargateTasks, priceContainer } from './container-price.ts';
import { type FargateSize, smallestFargateSize } from './fargate-size.ts';
import { priceFunction } from './function-price.ts';
import type { CostMeasurement } from './measurement.ts';
import { type AwsPrices, awsPrices } from './prices/aws-us-east-1.ts';

/** Both bills of one month. */
export interface MonthlyBills {
  function: Bill;
  container: Bill;
  /** Fargate tasks at the busiest minutes. */
  tasks: number;
}

/** A function from traffic to both bills; everything but the number of requests is settled. */
export interface CostModel {
  at(requestsPerMonth: number): MonthlyBills;
  /** Only the totals, for curves and searches. */
  totals(requestsPerMonth: number): { functionUsd: number; containerUsd: number; tasks: number };
  capacity: Capacity;
  size: FargateSize;
  billed: BilledTime;
}

/** Billed ms of a warm request with its ends, and the init that a cold one adds. */
export interface BilledTime {
  warm: readonly [low: Ms, value: Ms, high: Ms];
  init: Ms;
  /** Set when the function side showed no billed time and something else stands in. */
  substitute: string | null;
}

/** What all bills of one workload have in common. */
interface Basis {
  memoryMiB: MiB;
  replicas: number;
  prices: AwsPrices;
  billed: BilledTime;
  size: FargateSize;
}

interface Month {
  requests: number;
  profile: TrafficProfile;
}

function functionBill({ memoryMiB, prices, billed }: Basis, { requests, profile }: Month, warmMs: Ms): Bill {
  const cold = expectedColdShare(profile, ASSUMED.keepAliveMs);
  return priceFunction(
    {
      requests,
      billedMs: warmMs + cold * billed.init,
      memoryMiB,
      bytesPerRequest: ASSUMED.bytesPerRequest,
      durationAssumption: durationWords(warmMs, cold, billed),
    },
    prices,
  );
}

function containerBill({ replicas, prices, size }: Basis, month: Month, perTask: PerSecond): Bill {
  const tasks = tasksOver(month.profile, perTask, replicas);
  return priceContainer(
    {
      requests: month.requests,
      meanTasks: tasks.mean,
      minimumTasks: replicas,
      size,
      bytesPerRequest: ASSUMED.bytesPerRequest,
      requestsPerConnection: ASSUMED.requestsPerConnection,
      tasksAssumption: `${size.vcpu} vCPU and ${size.memoryGb} GB a task; ${replicas} to ${tasks.peak} tasks, following each hour.`,
    },
    prices,
  );
}

export function costModel(
  workload: Workload,
  plan: ExperimentPlan,
  measured: CostMeasurement,
  prices: AwsPrices = awsPrices(),
): CostModel {
  const billed = billedTime(measured);
  const capacity = capacityPerTask(measured.containerHandlerMs, measured.sustainedPerReplica, workload);
  const size = smallestFargateSize(workload.memoryMiB, plan.cpusPerReplica);
  const basis = { memoryMiB: workload.memoryMiB, replicas: plan.replicas, prices, billed, size };
  const monthOf = (requests: number): Month => ({
    requests,
    profile: trafficProfile({ ...workload.traffic, requestsPerMonth: requests }),
  });
  const tasksIn = ({ profile }: Month) => tasksOver(profile, capacity.value, plan.replicas).peak;

  const totals = (requests: number) => {
    const month = monthOf(requests);
    return {
      functionUsd: functionBill(basis, month, billed.warm[1]).totalUsd,
      containerUsd: containerBill(basis, month, capacity.value).totalUsd,
      tasks: tasksIn(month),
    };
  };
  const at = (requests: number): MonthlyBills => {
    const month = monthOf(requests);
    const fn = billed.warm.map((warm) => functionBill(basis, month, warm));
    // A higher capacity needs fewer tasks: the ends change places.
    const perTask = [capacity.interval[1], capacity.value, capacity.interval[0]];
    const container = perTask.map((one) => containerBill(basis, month, one));
    return { function: withEnds(fn), container: withEnds(container), tasks: tasksIn(month) };
  };
  return { at, totals, capacity, size, billed };
}

function withEnds(bills: readonly Bill[]): Bill {
  const [low, value, high] = bills;
  if (low === undefined || value === undefined || high === undefined)
    throw new RangeError('Three bills wanted.');
  return { ...value, interval: [low.totalUsd, high.totalUsd] };
}

/** Tasks hour by hour, each sized for its busiest minutes, as service auto scaling would keep them. */
function tasksOver(profile: TrafficProfile, capacity: PerSecond, minimum: number) {
  const hours = profile.hourly.map((rate) =>
    fargateTasks({ peakPerSecond: rate * profile.peakWithinHour, capacityPerTask: capacity, minimum }),
  );
  return { mean: hours.reduce((sum, tasks) => sum + tasks, 0) / hours.length, peak: Math.max(...hours) };
}

function billedTime(measured: CostMeasurement): BilledTime {
  const own = measured.warmBilledMs;
  const other = measured.containerHandlerMs;
  const init = measured.initMs ?? 0;
  const ends = (m: { value: Ms; interval: readonly [Ms, Ms] | null }) =>
    [Math.max(0, m.interval?.[0] ?? m.value), m.value, m.interval?.[1] ?? m.value] as const;
  if (own !== null) return { warm: ends(own), init, substitute: null };
  if (other !== null) {
    return {
      warm: ends(other),
      init,
      substitute: 'No warm function request was measured: the container side’s handler time stands in.',
    };
  }
  return {
    warm: [0, 0, 0],
    init,
    substitute: 'No request was answered on either side: the bill holds no duration.',
  };
}

const durationWords = (warmMs: Ms, cold: number, billed: BilledTime): string =>
  `Measured ${warmMs.toFixed(1)} ms a warm request; expected cold starts ${(cold * 100).toFixed(2)}% of requests, ` +
  `each with ${billed.init.toFixed(0)} ms of init (billed since 2025-08-01).`;
