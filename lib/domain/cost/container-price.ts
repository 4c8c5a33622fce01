import { HOURS_PER_MONTH } from '../load/traffic.ts';
import type { PerSecond } from '../units.ts';
import type { Bill } from './assessment.ts';
import type { FargateSize } from './fargate-size.ts';
import { sum, toUsd } from './money.ts';
import { type AwsPrices, awsPrices, LCU, REGION } from './prices/aws-us-east-1.ts';
import { type LineText, type PricedLine, priced } from './tiers.ts';

/** A month on AWS Fargate behind an Application Load Balancer. */
export interface ContainerUsage {
  requests: number;
  /** Mean number of tasks running through the month. */
  meanTasks: number;
  /** Tasks that run whatever the traffic. */
  minimumTasks: number;
  size: FargateSize;
  bytesPerRequest: number;
  requestsPerConnection: number;
  hours?: number;
  withLoadBalancer?: boolean;
  /** Said on the lines of the tasks. */
  tasksAssumption?: string;
}

/**
 * Tasks that carry a peak: at least `minimum`. `capacityPerTask` in requests per second, with its
 * reserve already taken off; not above zero means that nothing was measured, then the minimum it is.
 */
export function fargateTasks(need: {
  peakPerSecond: PerSecond;
  capacityPerTask: PerSecond;
  minimum: number;
}): number {
  if (!(need.capacityPerTask > 0)) return need.minimum;
  // 3.0000000001 tasks from rounding are 3.
  return Math.max(need.minimum, Math.ceil(need.peakPerSecond / need.capacityPerTask - 1e-9));
}

/** The bill of a month, its interval collapsed to the total. */
export function priceContainer(usage: ContainerUsage, prices: AwsPrices = awsPrices()): Bill {
  const balancer = usage.withLoadBalancer === false ? [] : balancerLines(usage, prices);
  const lines = [...taskLines(usage, prices), ...balancer];
  const totalUsd = toUsd(sum(lines.map((one) => one.money)));
  return {
    side: 'container',
    platform: 'AWS Fargate with a load balancer',
    region: REGION,
    lines: lines.map((one) => one.line),
    totalUsd,
    interval: [totalUsd, totalUsd],
  };
}

/** The tasks that always run and those that traffic adds are separate lines: only the first are fixed. */
function taskLines(usage: ContainerUsage, { fargate }: AwsPrices): PricedLine[] {
  const hours = usage.hours ?? HOURS_PER_MONTH;
  const always = Math.min(usage.minimumTasks, usage.meanTasks);
  const added = usage.meanTasks - always;
  const lines = (tasks: number, what: string, fixed: boolean): PricedLine[] => {
    const text = (meter: string, unit: string): LineText => ({
      meter: `${meter}, ${what}`,
      unit,
      fixed,
      ...(usage.tasksAssumption === undefined ? {} : { assumption: usage.tasksAssumption }),
    });
    return [
      priced(fargate.vcpuHour, tasks * usage.size.vcpu * hours, text('Fargate CPU', 'vCPU-hours')),
      priced(fargate.gbHour, tasks * usage.size.memoryGb * hours, text('Fargate memory', 'GB-hours')),
    ];
  };
  return [
    ...lines(always, 'tasks that always run', true),
    ...(added > 0 ? lines(added, 'tasks added by traffic', false) : []),
  ];
}

const GB = 1024 ** 3;

/** Mean LCUs: the larger of the data and the connection dimension. Both grow with traffic, so hours need not be told apart. */
export function lcus(
  usage: Pick<ContainerUsage, 'requests' | 'bytesPerRequest' | 'requestsPerConnection'>,
  hours: number,
): number {
  const gbPerHour = (usage.requests * usage.bytesPerRequest) / GB / hours;
  const connectionsPerSecond = usage.requests / usage.requestsPerConnection / (hours * 3600);
  return Math.max(gbPerHour / LCU.gbPerHour, connectionsPerSecond / LCU.newConnectionsPerSecond);
}

function balancerLines(usage: ContainerUsage, { alb }: AwsPrices): PricedLine[] {
  const hours = usage.hours ?? HOURS_PER_MONTH;
  return [
    priced(alb.hour, hours, { meter: 'Load balancer', unit: 'hours', fixed: true }),
    priced(alb.lcuHour, lcus(usage, hours) * hours, {
      meter: 'Load balancer capacity (LCU)',
      unit: 'LCU-hours',
      fixed: false,
      assumption:
        `${usage.bytesPerRequest / 1024} KiB a request and ${usage.requestsPerConnection} requests a connection; ` +
        'the 25 new connections a second of one LCU are AWS’s definition without a stored source.',
    }),
  ];
}
