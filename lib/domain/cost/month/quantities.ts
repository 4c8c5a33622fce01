import { HOURS_PER_MONTH } from '../../load/traffic.ts';
import type { Ms } from '../../units.ts';
import { ec2Price } from '../ec2.ts';
import type { Found } from '../find-sheet.ts';
import type { BillOptions } from '../options.ts';
import { meanBilledMs } from '../rules/rounding.ts';
import type { DurationRule } from '../rules/rule.ts';
import type { PriceBook } from '../sheets/book.ts';
import type { Usage } from '../usage.ts';
import { capacityOf } from './capacity-of.ts';
import { type Driver, expectedColdShare, keyOfDriver } from './drivers.ts';
import { type Linear, linear, ONE, scaled } from './linear.ts';
import { type ChosenSize, functionMemory, sizeFor } from './size-for.ts';

const GB = 1024 ** 3;
const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600;
/** Of AWS Lambda; no other platform prices what is above. */
const FREE_EPHEMERAL_MIB = 512;
/** Memory of one Fly machine before more is added. */
const FLY_INCLUDED_GB = 0.25;

export interface Context {
  found: Found;
  usage: Usage;
  options: BillOptions;
  book: PriceBook;
}

/** What a month of the workload counts on one platform. */
export interface MonthQuantities {
  quantities: Readonly<Record<string, Linear>>;
  drivers: readonly Driver[];
  size: string;
  type: string | null;
  assumptions: readonly string[];
  /** Set when the bill follows replicas. */
  replicas: { capacity: number; minimum: number } | null;
}

export const REQUESTS: Driver = { kind: 'requests' };
export const of = (driver: Driver, coefficient = 1): Linear => linear([keyOfDriver(driver), coefficient]);
const constant = (value: number): Linear => linear([ONE, value]);
export const plus = (...parts: readonly Linear[]): Linear => linear(...parts.flatMap((part) => [...part]));

export const common = (usage: Usage): Record<string, Linear> => ({
  requests: of(REQUESTS),
  months: constant(1),
  egress_gb: of(REQUESTS, usage.bytesOut / GB),
});

/** Every request by itself: billed time rounded for each measured point, init added to the cold ones. */
export function invocationMonth({ found, usage, options }: Context): MonthQuantities {
  const { rule } = found;
  const unbilled = !rule.charges.some((charge) => /^g[bh]/.test(String(charge.of)));
  const mb = unbilled ? usage.memoryMiB : functionMemory(found, usage.memoryMiB);
  const gb = mb / 1024;
  const counted = usage.counted?.billedMs;
  const warm = (counted ?? meanBilledMs(usage.durationsMs, rule.duration)) / 1000;
  const init = counted === undefined && rule.duration?.initBilled ? usage.initMs : 0;
  const coldMore = init === 0 ? 0 : coldBilledMs(usage, init, rule.duration) / 1000 - warm;
  const hasReady = options.provisioned > 0 && rule.charges.some((charge) => charge.of === 'on_gb_s');
  const ready = hasReady ? options.provisioned : 0;
  const cold = coldDriver(usage, ready, warm);
  const onReady: Driver = { kind: 'on-ready', ready, seconds: warm };
  const off = ready === 0 ? of(REQUESTS, warm) : plus(of(REQUESTS, warm), of(onReady, -warm));
  const seconds = plus(off, of(cold, coldMore));
  const cpuMs = cpuOf(usage);
  const ghz = rule.memory?.kind === 'choices' ? rule.memory.ghz?.[rule.memory.mb.indexOf(mb)] : undefined;
  return {
    quantities: {
      ...common(usage),
      gb_s: scaled(seconds, gb),
      gb_h: scaled(seconds, gb / 3600),
      ephemeral_gb_s: scaled(seconds, Math.max(0, (options.ephemeralMiB ?? 0) - FREE_EPHEMERAL_MIB) / 1024),
      cpu_ms: of(REQUESTS, cpuMs),
      cpu_h: of(REQUESTS, cpuMs / 3.6e6),
      ...(ghz === undefined ? {} : { ghz_s: scaled(seconds, ghz) }),
      ...(ready === 0
        ? {}
        : { on_gb_s: of(onReady, warm * gb), provisioned_gb_s: constant(ready * gb * SECONDS_PER_MONTH) }),
    },
    drivers: ready === 0 ? [REQUESTS, cold] : [REQUESTS, cold, onReady],
    size: unbilled ? 'memory is not billed' : `${mb} MB`,
    type: null,
    assumptions: invocationWords(
      usage,
      mb,
      rule.charges.some((charge) => String(charge.of).startsWith('cpu')),
    ),
    replicas: null,
  };
}

/** CPU time of a request; the busy time stands in where it was not measured. */
export const cpuOf = (usage: Usage): Ms =>
  usage.cpuMs ?? usage.busyMs?.value ?? meanBilledMs(usage.durationsMs, undefined);
export const CPU_STANDS_IN = 'CPU time was not measured: the busy time stands in, never too little.';

const coldBilledMs = ({ durationsMs }: Usage, init: Ms, rule: DurationRule | undefined): Ms =>
  meanBilledMs(
    durationsMs.map((ms) => ms + init),
    rule,
  );

export const coldDriver = (usage: Usage, ready: number, seconds: number): Driver => ({
  kind: 'cold',
  ready,
  seconds,
  beyond: usage.coldShare === null ? 0 : usage.coldShare - expectedColdShare(usage),
});

function invocationWords(usage: Usage, mb: number, cpuBilled: boolean): string[] {
  return [
    ...(usage.durationsMs.length === 0 && usage.counted === undefined
      ? ['No duration was measured: the bill holds none.']
      : []),
    ...(mb === usage.memoryMiB
      ? []
      : [`Measured with ${usage.memoryMiB} MB, billed with ${mb} MB: the time is taken as the same.`]),
    ...(cpuBilled && usage.cpuMs === null ? [CPU_STANDS_IN] : []),
  ];
}

/** Instances while they work on at least one request. */
export function sharedInstanceMonth(context: Context): MonthQuantities {
  const { found, usage, options, book } = context;
  const { rule } = found;
  const size =
    rule.memory === undefined ? sizeFor(found, book, usage, options.arch) : memorySize(found, usage);
  const seconds = meanBilledMs(usage.durationsMs, rule.duration) / 1000;
  const capacity = concurrencyBound(usage, seconds);
  const ready = options.provisioned;
  const busy: Driver = { kind: 'busy', capacity, seconds, ready: null };
  const onReady: Driver = { kind: 'busy', capacity, seconds, ready };
  const cold = coldDriver(usage, 0, seconds);
  const init = rule.duration?.initBilled && ready === 0 ? usage.initMs / 1000 : 0;
  const all = plus(of(busy), of(cold, init));
  const billsReady = ready > 0 && rule.charges.some((charge) => charge.of === 'on_gb_s');
  const gbS = billsReady ? plus(of(busy), of(onReady, -1)) : all;
  const idle = ready === 0 ? null : plus(constant(ready * SECONDS_PER_MONTH), of(onReady, -1));
  const added: Driver = {
    kind: 'added-hours',
    capacity,
    minimum: usage.minReplicas,
    per: 1,
    most: Number.POSITIVE_INFINITY,
  };
  const replicaH = plus(constant(usage.minReplicas * HOURS_PER_MONTH), of(added));
  return {
    quantities: {
      ...common(usage),
      vcpu_s: scaled(all, size.vcpu),
      vcpu_h: scaled(all, size.vcpu / 3600),
      gb_s: scaled(gbS, size.gb),
      gb_h: scaled(all, size.gb / 3600),
      replica_gb_h: scaled(replicaH, size.gb),
      ...(idle === null ? {} : { idle_vcpu_s: scaled(idle, size.vcpu), idle_gb_s: scaled(idle, size.gb) }),
      ...(billsReady
        ? { on_gb_s: of(onReady, size.gb), provisioned_gb_s: constant(ready * size.gb * SECONDS_PER_MONTH) }
        : {}),
    },
    drivers: [REQUESTS, busy, onReady, cold, added],
    size: size.words,
    type: null,
    assumptions: [capacityOf(usage).words, BUSY],
    replicas: { capacity, minimum: 0 },
  };
}

const BUSY =
  'Instances are billed while at least one request is in progress: 1 - exp(-rate x time) of the time, for Poisson arrivals spread evenly.';

/** An instance takes no more requests at once than it is set to. */
export function concurrencyBound(usage: Usage, seconds: number): number {
  const { value } = capacityOf(usage);
  const bound = seconds > 0 ? usage.concurrency / seconds : Number.POSITIVE_INFINITY;
  return value > 0 ? Math.min(value, bound) : bound === Number.POSITIVE_INFINITY ? 0 : bound;
}

export function memorySize(found: Found, usage: Usage): ChosenSize {
  const mb = functionMemory(found, usage.memoryMiB);
  return { vcpu: 0, gb: mb / 1024, per: 1, type: null, words: `${mb} MB` };
}

function instanceHours(minimum: number, per: number, added: Driver): Linear {
  const least = Math.ceil(minimum / per - 1e-9);
  return plus(constant(least * HOURS_PER_MONTH), of(added));
}

/** Those that always run stay apart from those that the month's requests brought. */
function countedHours({ counted, minReplicas, requestsPerMonth }: Usage, per: number): Linear | null {
  if (counted?.meanReplicas === undefined) return null;
  const mean = counted.meanReplicas / per;
  const always = requestsPerMonth > 0 ? Math.min(minReplicas / per, mean) : mean;
  return plus(
    constant(always * HOURS_PER_MONTH),
    of(REQUESTS, ((mean - always) * HOURS_PER_MONTH) / Math.max(1, requestsPerMonth)),
  );
}

/** Instances while they run: the minimum all month, more as the hours of the week need them. */
export function instanceMonth({ found, usage, options, book }: Context): MonthQuantities {
  const size = sizeFor(found, book, usage, options.arch);
  const { value: capacity, words } = capacityOf(usage);
  const minimum = Math.max(found.rule.minInstances ?? 1, usage.minReplicas);
  const added: Driver = {
    kind: 'added-hours',
    capacity,
    minimum,
    per: size.per,
    most: Number.POSITIVE_INFINITY,
  };
  const hours = countedHours(usage, size.per) ?? instanceHours(minimum, size.per, added);
  const hourPrice = size.type === null ? undefined : ec2Price(book, size.type);
  return {
    quantities: {
      ...common(usage),
      instance_h: hours,
      vcpu_h: scaled(hours, size.vcpu),
      gb_h: scaled(hours, size.gb),
      vcpu_s: scaled(hours, size.vcpu * 3600),
      gb_s: scaled(hours, size.gb * 3600),
      storage_gb_h: scaled(
        hours,
        Math.max(0, (options.ephemeralMiB ?? 0) / 1024 - (found.rule.includedStorageGb ?? 0)),
      ),
      extra_gb_h: scaled(hours, Math.max(0, size.gb - FLY_INCLUDED_GB)),
      cluster_h: constant(HOURS_PER_MONTH),
      ...(hourPrice === undefined ? {} : { on_demand_usd: scaled(hours, hourPrice) }),
    },
    drivers: [REQUESTS, added],
    size: size.words,
    type: size.type,
    assumptions: [words],
    replicas: { capacity, minimum },
  };
}
