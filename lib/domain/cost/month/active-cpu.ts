import { meanBilledMs } from '../rules/rounding.ts';
import { capacityOf } from './capacity-of.ts';
import type { Driver } from './drivers.ts';
import { scaled } from './linear.ts';
import {
  type Context,
  CPU_STANDS_IN,
  coldDriver,
  common,
  concurrencyBound,
  cpuOf,
  type MonthQuantities,
  memorySize,
  of,
  plus,
  REQUESTS,
} from './quantities.ts';
import { sizeFor } from './size-for.ts';

/**
 * Requests, the CPU time they use, and memory (and disk) of instances from their first request until they sleep,
 * `idleSeconds` after their last. At Poisson arrivals spread evenly an instance is up while a request came within the
 * last S + idle seconds: 1 - exp(-rate (S + idle)), the busy probability of M/G/infinity with that time of service.
 * A cold start adds its init to both: its CPU time was not measured apart.
 */
export function activeCpuMonth(context: Context): MonthQuantities {
  const { found, usage, options, book } = context;
  const { rule } = found;
  const size =
    rule.memory === undefined ? sizeFor(found, book, usage, options.arch) : memorySize(found, usage);
  const seconds = meanBilledMs(usage.durationsMs, rule.duration) / 1000;
  const capacity = concurrencyBound(usage, seconds);
  const idle = rule.idleSeconds ?? 0;
  const busy: Driver = { kind: 'busy', capacity, seconds: seconds + idle, ready: null };
  const cold = coldDriver(usage, 0, seconds);
  const init = usage.initMs / 1000;
  const up = plus(of(busy), of(cold, init));
  const cpu = plus(of(REQUESTS, cpuOf(usage) / 1000), of(cold, init));
  return {
    quantities: {
      ...common(usage),
      cpu_ms: scaled(cpu, 1000),
      cpu_h: scaled(cpu, 1 / 3600),
      vcpu_s: cpu,
      gb_s: scaled(up, size.gb),
      gb_h: scaled(up, size.gb / 3600),
      ...(size.diskGb === undefined ? {} : { disk_gb_s: scaled(up, size.diskGb) }),
    },
    drivers: [REQUESTS, busy, cold],
    size: size.words,
    type: null,
    assumptions: [capacityOf(usage).words, ...(usage.cpuMs === null ? [CPU_STANDS_IN] : []), COLD],
    replicas: { capacity, minimum: 0 },
  };
}

const COLD = 'A cold start is counted as CPU time from its beginning to its end, never too little.';
