import type { Bounds } from './quantity.ts';
import type { Future, WhatIf } from './what-if.ts';

/** A number that the reader may change: how it is called, where it stands, and how it is written into the what-if. */
export interface FieldSpec extends Bounds {
  label: string;
  unit: string;
  description: string;
  /** Null: nothing is known yet, the field is empty. */
  read: (whatIf: WhatIf) => number | null;
  write: (whatIf: WhatIf, value: number) => WhatIf;
  /** Only these are sold or common: the slider stops at them. */
  stops?: readonly number[];
}

const inUsage = (whatIf: WhatIf, change: Partial<WhatIf['usage']>): WhatIf => ({
  ...whatIf,
  usage: { ...whatIf.usage, ...change },
});
const inOptions = (whatIf: WhatIf, change: Partial<WhatIf['options']>): WhatIf => ({
  ...whatIf,
  options: { ...whatIf.options, ...change },
});

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const MEMORY = [128, 256, 512, 1024, 1536, 2048, 3072, 4096, 6144, 8192, 10_240];
const KIB = 1024;
const rounded = (value: number): number => Number(value.toPrecision(4));

const future = (key: keyof Future): Pick<FieldSpec, 'read' | 'write'> => ({
  read: (whatIf) => whatIf.future[key],
  write: (whatIf, value) => ({ ...whatIf, future: { ...whatIf.future, [key]: value } }),
});

/** All of them, by the key that stands in the address. */
export const FIELDS = {
  n: {
    label: 'Requests a month',
    unit: '',
    description: 'A month has 730 hours.',
    least: 1,
    most: 1e12,
    whole: true,
    read: ({ usage }) => usage.requestsPerMonth,
    write: (whatIf, requestsPerMonth) => inUsage(whatIf, { requestsPerMonth }),
  },
  d: {
    label: 'Time of a request',
    unit: 'ms',
    description:
      'Mean of warm requests. A typed time replaces the measured distribution and has no interval.',
    least: 0.1,
    most: 900_000,
    whole: false,
    read: ({ usage }) => rounded(meanOf(usage.durationsMs)),
    write: (whatIf, ms) => inUsage(whatIf, { durationsMs: [ms], durationInterval: null }),
  },
  busy: {
    label: 'Busy time in a container',
    unit: 'ms',
    description: 'Time that a replica’s processor works for a request; decides how many replicas are needed.',
    least: 0,
    most: 900_000,
    whole: false,
    read: ({ usage }) => (usage.busyMs === null ? null : rounded(usage.busyMs.value)),
    write: (whatIf, ms) => inUsage(whatIf, { busyMs: { value: ms, interval: [ms, ms] } }),
  },
  cpu: {
    label: 'Processor time',
    unit: 'ms',
    description: 'For platforms that bill only that. Empty: the busy time stands in.',
    least: 0,
    most: 900_000,
    whole: false,
    read: ({ usage }) => usage.cpuMs,
    write: (whatIf, cpuMs) => inUsage(whatIf, { cpuMs }),
  },
  init: {
    label: 'Init of a cold start',
    unit: 'ms',
    description: 'Billed on top of the request that meets it.',
    least: 0,
    most: 60_000,
    whole: false,
    read: ({ usage }) => rounded(usage.initMs),
    write: (whatIf, initMs) => inUsage(whatIf, { initMs }),
  },
  m: {
    label: 'Memory',
    unit: 'MiB',
    description: 'What a function is given and a replica needs.',
    least: 128,
    most: 10_240,
    whole: true,
    stops: MEMORY,
    read: ({ usage }) => usage.memoryMiB,
    write: (whatIf, memoryMiB) =>
      inUsage(whatIf, { memoryMiB, replica: { ...whatIf.usage.replica, memoryMiB } }),
  },
  c: {
    label: 'Concurrency',
    unit: '',
    description: 'Requests in progress at once in one instance, where a platform bills by them.',
    least: 1,
    most: 1000,
    whole: true,
    read: ({ usage }) => usage.concurrency,
    write: (whatIf, concurrency) => inUsage(whatIf, { concurrency }),
  },
  r: {
    label: 'Replicas, at least',
    unit: '',
    description: 'Kept running also when nothing comes. More are added as the traffic needs them.',
    least: 1,
    most: 100,
    whole: true,
    read: ({ usage }) => usage.minReplicas,
    write: (whatIf, minReplicas) => inUsage(whatIf, { minReplicas }),
  },
  v: {
    label: 'Processors of a replica',
    unit: 'vCPU',
    description: 'Rounded up to a size that the platform sells.',
    least: 0.25,
    most: 16,
    whole: false,
    stops: [0.25, 0.5, 1, 2, 4, 8, 16],
    read: ({ usage }) => usage.replica.vcpu,
    write: (whatIf, vcpu) => inUsage(whatIf, { replica: { ...whatIf.usage.replica, vcpu } }),
  },
  out: {
    label: 'Egress of a request',
    unit: 'KiB',
    description: 'What leaves the platform for each request.',
    least: 0,
    most: 1_048_576,
    whole: false,
    read: ({ usage }) => rounded(usage.bytesOut / KIB),
    write: (whatIf, kib) => {
      const bytesOut = kib * KIB;
      return inUsage(whatIf, { bytesOut, bytesPerRequest: Math.max(whatIf.usage.bytesPerRequest, bytesOut) });
    },
  },
  prov: {
    label: 'Kept ready',
    unit: '',
    description:
      'Function environments that are warm all month: provisioned concurrency, always-ready instances.',
    least: 0,
    most: 10_000,
    whole: true,
    read: ({ options }) => options.provisioned,
    write: (whatIf, provisioned) => inOptions(whatIf, { provisioned }),
  },
  eur: {
    label: 'Dollars for a euro',
    unit: 'USD',
    description: 'For price sheets in euros; empty: those platforms cannot be compared.',
    least: 0.1,
    most: 10,
    whole: false,
    read: ({ options }) => options.usdPerEur,
    write: (whatIf, usdPerEur) => inOptions(whatIf, { usdPerEur }),
  },
  age: {
    label: 'Prices are old after',
    unit: 'days',
    description: 'Bills with older or undated prices carry a warning.',
    least: 0,
    most: 36_500,
    whole: true,
    read: ({ maxAgeDays }) => maxAgeDays,
    write: (whatIf, maxAgeDays) => ({ ...whatIf, maxAgeDays }),
  },
  grow: {
    label: 'Growth',
    unit: '% a month',
    description: 'Each month has this much more traffic than the one before; below 0 it shrinks.',
    least: -50,
    most: 100,
    whole: false,
    ...future('growthPercent'),
  },
  spike: {
    label: 'A spike of',
    unit: 'times',
    description: 'Traffic against the usual while it lasts.',
    least: 1,
    most: 10_000,
    whole: false,
    ...future('spikeTimes'),
  },
  spikeh: {
    label: 'lasting',
    unit: 'hours',
    description: 'How long the spike lasts.',
    least: 0.25,
    most: 730,
    whole: false,
    ...future('spikeHours'),
  },
  loop: {
    label: 'A loop of',
    unit: 'callers',
    description:
      'Each calls again as soon as it is answered: retries without end, or a function that triggers itself.',
    least: 1,
    most: 1_000_000,
    whole: true,
    ...future('loopCallers'),
  },
  looph: {
    label: 'stopped after',
    unit: 'hours',
    description: 'How long it runs before somebody sees it.',
    least: 0.25,
    most: 730,
    whole: false,
    ...future('loopHours'),
  },
  budget: {
    label: 'Budget',
    unit: 'USD',
    description: 'The most that a month may cost; empty: no limit.',
    least: 0.01,
    most: 1e9,
    whole: false,
    ...future('budgetUsd'),
  },
} as const satisfies Record<string, FieldSpec>;

export type FieldKey = keyof typeof FIELDS;
export const FIELD_KEYS = Object.keys(FIELDS) as FieldKey[];
export const fieldOf = (key: FieldKey): FieldSpec => FIELDS[key];
