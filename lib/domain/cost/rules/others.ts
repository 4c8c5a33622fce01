import { type Charge, NO_SIZE_SOURCE, type PlatformRule } from './rule.ts';
import { CLOUDFLARE_SIZES, FLY_SIZES } from './sizes.ts';

const EGRESS: Charge = { meter: 'egress', of: 'egress_gb', part: 'egress' };
const SUBSCRIPTION: Charge = { meter: 'subscription', of: 'months', part: 'subscription' };
const REQUESTS: Charge = { meter: 'requests', of: 'requests', part: 'requests' };
const DURATION: Charge = { meter: 'duration', of: 'gb_s', part: 'compute' };
const BY_SECOND: readonly Charge[] = [
  { meter: 'vcpu', of: 'vcpu_s', part: 'compute' },
  { meter: 'memory', of: 'gb_s', part: 'compute' },
];
const BY_HOUR: readonly Charge[] = [
  { meter: 'vcpu', of: 'vcpu_h', part: 'compute' },
  { meter: 'memory', of: 'gb_h', part: 'compute' },
];
const NO_ROUNDING = 'The source states no rounding: time is taken to the millisecond.';
const PER_MS = { stepMs: 1, minimumMs: 1, initBilled: true };

export const OTHER_RULES: readonly PlatformRule[] = [
  {
    id: 'cloudflare_workers_paid',
    model: 'invocation',
    // One size: 128 MB.
    memory: { kind: 'range', minMb: 1, maxMb: 128, stepMb: 1 },
    charges: [SUBSCRIPTION, REQUESTS, { meter: 'cpu', of: 'cpu_ms', part: 'compute' }],
    defaults: { months: 1 },
  },
  {
    id: 'cloudflare_containers',
    model: 'active-cpu',
    size: CLOUDFLARE_SIZES,
    // `sleepAfter` of the Container class, unless it is set otherwise.
    idleSeconds: 600,
    runtime: { stepSeconds: 0.01, minimumSeconds: 0 },
    charges: [SUBSCRIPTION, ...BY_SECOND, { meter: 'disk', of: 'disk_gb_s', part: 'storage' }, EGRESS],
    defaults: { months: 1 },
    assumptions: [
      'An instance sleeps 10 minutes after its last request (the default of sleepAfter); until then its memory and disk are billed.',
      'Requests an instance takes at once: no limit is documented, the concurrency given here is taken.',
    ],
  },
  {
    id: 'ibm_code_engine',
    model: 'shared-instance',
    timeoutMs: 600_000,
    maxConcurrency: 1000,
    duration: PER_MS,
    size: { kind: 'limits', maxVcpu: 12, maxGb: 48 },
    charges: [...BY_HOUR, REQUESTS],
    assumptions: [NO_ROUNDING, 'Image pulls, which are billed, are not in the measured init.'],
  },
  {
    id: 'vercel_functions',
    model: 'active-cpu',
    timeoutMs: 800_000,
    duration: PER_MS,
    memory: { kind: 'choices', mb: [2048, 4096] },
    charges: [
      SUBSCRIPTION,
      REQUESTS,
      { meter: 'cpu', of: 'cpu_h', part: 'compute' },
      { meter: 'memory', of: 'gb_h', part: 'compute' },
    ],
    defaults: { months: 1 },
    assumptions: [
      'Requests share an instance (Fluid compute); how many at once is not published, the concurrency given here is taken.',
      NO_ROUNDING,
    ],
  },
  {
    id: 'digitalocean_functions',
    model: 'invocation',
    timeoutMs: 900_000,
    duration: { stepMs: 1, minimumMs: 100, initBilled: true },
    memory: { kind: 'choices', mb: [128, 256, 512, 1024] },
    charges: [DURATION],
  },
  {
    id: 'oracle_functions',
    model: 'invocation',
    timeoutMs: 300_000,
    duration: PER_MS,
    memory: { kind: 'choices', mb: [128, 256, 512, 1024, 2048, 3072] },
    charges: [REQUESTS, DURATION, EGRESS],
    assumptions: [NO_ROUNDING],
  },
  {
    id: 'fly_machines',
    model: 'instance',
    size: FLY_SIZES,
    runtime: { stepSeconds: 1, minimumSeconds: 0 },
    charges: [
      { meter: 'machine', of: 'instance_h', part: 'compute' },
      { meter: 'ram', of: 'extra_gb_h', part: 'compute' },
      { meter: 'rootfs', of: ['machines', 'rootfs_gb', 'days'], part: 'storage' },
      { meter: 'volume', of: 'volume_gb_months', part: 'storage' },
      { meter: 'ipv4', of: 'ipv4_months', part: 'load-balancer' },
      EGRESS,
    ],
    defaults: { machines: 1 },
    beside: [{ label: 'three such machines, 30 days', inputs: { machines: 3, days: 30 } }],
    assumptions: ['The shared CPU is taken as one vCPU.'],
  },
  {
    id: 'alibaba_fc',
    model: 'units',
    charges: [{ meter: 'cu', of: 'cu', part: 'compute' }],
    notForWorkloads: 'What one compute unit (CU) holds has no stored source.',
  },
  {
    id: 'scaleway_functions',
    model: 'invocation',
    timeoutMs: 3_600_000,
    maxConcurrency: 1,
    duration: PER_MS,
    memory: { kind: 'range', minMb: 128, maxMb: 4096, stepMb: 1 },
    charges: [REQUESTS, DURATION],
    assumptions: [NO_ROUNDING],
  },
  {
    id: 'scaleway_containers',
    model: 'shared-instance',
    timeoutMs: 3_600_000,
    maxConcurrency: 80,
    duration: PER_MS,
    size: { kind: 'limits', minVcpu: 0.07, minGb: 0.125, maxVcpu: 6, maxGb: 12 },
    charges: BY_SECOND,
    assumptions: [NO_ROUNDING],
  },
  {
    id: 'yandex_functions',
    model: 'invocation',
    // Long-lived functions; 10 minutes otherwise.
    timeoutMs: 3_600_000,
    duration: { stepMs: 100, minimumMs: 100, initBilled: true },
    memory: { kind: 'range', minMb: 128, maxMb: 8192, stepMb: 128 },
    charges: [REQUESTS, { meter: 'duration', of: 'gb_h', part: 'compute' }],
    assumptions: [NO_SIZE_SOURCE],
  },
  {
    id: 'modal',
    model: 'shared-instance',
    timeoutMs: 86_400_000,
    duration: PER_MS,
    size: { kind: 'limits', maxVcpu: 64, maxGb: 336 },
    charges: BY_SECOND,
    assumptions: [NO_SIZE_SOURCE, NO_ROUNDING, 'The idle time before a container goes away is not counted.'],
  },
  {
    id: 'railway',
    model: 'instance',
    // One replica on the Pro plan.
    size: { kind: 'limits', maxVcpu: 24, maxGb: 24 },
    charges: BY_HOUR,
    assumptions: [
      NO_SIZE_SOURCE,
      'CPU and memory are billed as reserved, although Railway meters use: an upper bound.',
    ],
  },
  {
    id: 'render',
    model: 'instance',
    size: { kind: 'named', input: 'plan', types: { starter: { vcpu: 0.5, gb: 0.5 } } },
    charges: [{ meter: 'starter', of: 'instance_h', part: 'compute', bySize: true }],
    defaults: { plan: 'starter' },
  },
  {
    id: 'koyeb',
    model: 'units',
    charges: [{ meter: 'instance', of: 'seconds', part: 'compute' }],
    notForWorkloads: 'The size of the instance behind "from $0.0000006 a second" has no stored source.',
  },
  {
    id: 'huawei_functiongraph',
    model: 'invocation',
    // Asynchronous; 15 minutes otherwise.
    timeoutMs: 259_200_000,
    maxConcurrency: 1000,
    duration: PER_MS,
    memory: { kind: 'range', minMb: 128, maxMb: 10_240, stepMb: 128 },
    charges: [REQUESTS, DURATION],
    assumptions: [NO_SIZE_SOURCE, NO_ROUNDING],
  },
];
