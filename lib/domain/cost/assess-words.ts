import { formatCount, formatMs, formatRate, formatShare } from '../charts/format.ts';
import { trafficProfile } from '../load/traffic.ts';
import type { Ms } from '../units.ts';
import type { Workload } from '../workload/workload.ts';
import { ASSUMED } from './assumptions.ts';
import type { PlatformBill } from './bill.ts';
import type { CostMeasurement } from './measurement.ts';
import { capacityOf } from './month/capacity-of.ts';
import { expectedColdShare } from './month/drivers.ts';
import type { Usage } from './usage.ts';

/** What both bills of a report assume, each a sentence. */
export function assumptionsOf({
  workload,
  measurement,
  assumedMs,
  usage,
  bills,
}: {
  workload: Workload;
  measurement: CostMeasurement;
  /** Described duration of a request where nothing was measured. */
  assumedMs: Ms | null;
  usage: Usage;
  bills: readonly PlatformBill[];
}): string[] {
  const capacity = capacityOf(usage);
  const cold = usage.coldShare ?? expectedColdShare(usage);
  return [
    `${formatCount(usage.requestsPerMonth)} requests a month of 730 hours, ${trafficProfile(workload.traffic).words}.`,
    'Prices of AWS us-east-1, Linux on x86, on demand; the free tier and savings plans are left out.',
    `Cold starts: ${formatShare(cold)} of requests ${coldWords(usage)} (an idle environment is kept for ${formatMs(ASSUMED.keepAliveMs)}; AWS publishes no keep-alive)${assumedMs === null ? `, not the ${formatShare(measurement.measuredColdShare)} of this run` : ''}.`,
    assumedMs === null
      ? 'Billed time was measured on this machine, with CPU in proportion to memory as on AWS Lambda; its processors differ.'
      : `A request takes ${formatMs(assumedMs)} on both sides and is busy all that time, as described: nothing of it was measured.`,
    ...substitute(measurement),
    capacity.words,
    `One task carries ${formatRate(capacity.value)}; the number of tasks follows each hour’s busiest minutes (service auto scaling), never below the replicas of the plan.`,
    `${ASSUMED.bytesPerRequest / 1024} KiB a request with its answer, of which half leaves the platform; ${ASSUMED.requestsPerConnection} requests a connection.`,
    'Left out on both sides: logs, the store. Left out for containers: public IPv4 addresses, whose price has no stored source, and registry storage.',
    'The interval of a bill (95%) is of what another run would show: billed time, capacity and number of tasks. Turns are drawn, not requests; fewer than four are taken to differ by 20%, and two runs by 5% (both log-normal, assumed).',
    'The range of what is assumed is apart from it: bytes, connections, what a task carries by its busy time and how long an idle environment is kept, each at half and at twice the value, all to the same effect.',
    ...bills.flatMap(({ warnings }) => warnings),
  ];
}

const coldWords = ({ coldShare }: Usage): string =>
  coldShare === null
    ? 'expected at this traffic: those with no other in the keep-alive before, Poisson arrivals within each hour'
    : 'in a simulated month of this traffic';

/** Set when the function side showed no billed time and something else stands in. */
function substitute({ durationsMs, containerHandlerMs }: CostMeasurement): string[] {
  if (durationsMs.length > 0) return [];
  return containerHandlerMs === null
    ? ['No request was answered on either side: the bill holds no duration.']
    : ['No warm function request was measured: the container side’s handler time stands in.'];
}
