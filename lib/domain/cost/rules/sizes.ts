import type { NamedSize, SizeRange, SizeRow, SizeRule } from './rule.ts';

const steps = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);

/** The size table of the Fargate pricing page (2026): GB of memory for each number of vCPUs. */
const FARGATE_ROWS: readonly SizeRow[] = [
  { vcpu: 0.25, gb: [0.5, 1, 2] },
  { vcpu: 0.5, gb: steps(1, 4, 1) },
  { vcpu: 1, gb: steps(2, 8, 1) },
  { vcpu: 2, gb: steps(4, 16, 1) },
  { vcpu: 4, gb: steps(8, 30, 1) },
  { vcpu: 8, gb: steps(16, 60, 4) },
  { vcpu: 16, gb: steps(32, 120, 8) },
  { vcpu: 32, gb: [60, 120, 244] },
];
/**
 * Windows: RegisterTaskDefinition of the ECS API reference ("cannot be less than 1 vCPU when you use
 * Windows containers"; from 8 vCPUs on "requires Linux platform 1.4.0 or later").
 */
export const FARGATE_SIZES: SizeRule = { kind: 'table', rows: FARGATE_ROWS, windowsVcpu: [1, 2, 4] };

/** Pairs of the App Runner API (InstanceConfiguration) and of AWS CDK's `Memory` of App Runner. */
export const APP_RUNNER_SIZES: SizeRule = {
  kind: 'table',
  rows: [
    { vcpu: 0.25, gb: [0.5, 1] },
    { vcpu: 0.5, gb: [1] },
    { vcpu: 1, gb: [2, 3, 4] },
    { vcpu: 2, gb: [4, 6] },
    { vcpu: 4, gb: [8, 10, 12] },
  ],
};

/** Machine sizing of Fly's documentation: a shared CPU has 256 MB to 2 GB in multiples of 256 MB. */
export const FLY_SIZES: SizeRule = { kind: 'table', rows: [{ vcpu: 1, gb: steps(0.25, 2, 0.25) }] };

/** Instance types of Cloudflare Containers: lite, basic, standard-1 to -4. Those of one's own making are left out. */
export const CLOUDFLARE_SIZES: SizeRule = {
  kind: 'table',
  rows: [
    { vcpu: 0.0625, gb: [0.25], diskGb: 2 },
    { vcpu: 0.25, gb: [1], diskGb: 4 },
    { vcpu: 0.5, gb: [4], diskGb: 8 },
    { vcpu: 1, gb: [6], diskGb: 12 },
    { vcpu: 2, gb: [8], diskGb: 16 },
    { vcpu: 4, gb: [12], diskGb: 20 },
  ],
};

/** Consumption plan of Azure Container Apps: quarters of a vCPU up to 4, with 2 GiB for each vCPU. */
export const CONTAINER_APPS_SIZES: SizeRule = {
  kind: 'table',
  rows: steps(0.25, 4, 0.25).map((vcpu) => ({ vcpu, gb: [vcpu * 2] })),
};

/**
 * CPU limits of Cloud Run's documentation: below 1 vCPU at most 512 MiB, from 0.5 on at most 1 GiB;
 * above 1 whole vCPUs only.
 */
const CLOUD_RUN_WHOLE: readonly SizeRange[] = [
  { vcpu: [1, 1], gb: [0.125, 4] },
  { vcpu: [2, 2], gb: [0.125, 8] },
  { vcpu: [4, 4], gb: [2, 16] },
  { vcpu: [6, 6], gb: [4, 24] },
  { vcpu: [8, 8], gb: [4, 32] },
];
export const CLOUD_RUN_SIZES: SizeRule = {
  kind: 'ranges',
  rows: [
    { vcpu: [0.08, 0.499], gb: [0.125, 0.5] },
    { vcpu: [0.5, 0.999], gb: [0.125, 1] },
    ...CLOUD_RUN_WHOLE,
  ],
};
/** Billed by instance it needs a whole vCPU and, by a third party, 512 MiB. */
export const CLOUD_RUN_INSTANCE_SIZES: SizeRule = {
  kind: 'ranges',
  rows: CLOUD_RUN_WHOLE.map(({ vcpu, gb: [from, to] }) => ({ vcpu, gb: [Math.max(0.5, from), to] })),
};

/** vCPUs and GB of the T sizes, from AWS's table of instance types. */
const T_SIZES: Readonly<Record<string, readonly [number, number]>> = {
  nano: [2, 0.5],
  micro: [2, 1],
  small: [2, 2],
  medium: [2, 4],
  large: [2, 8],
  xlarge: [4, 16],
  '2xlarge': [8, 32],
};

const tFamily = (family: string, arm64: boolean): Record<string, NamedSize> =>
  Object.fromEntries(
    Object.entries(T_SIZES).map(([size, [vcpu, gb]]) => [
      `${family}.${size}`,
      { vcpu, gb, burstable: true, arm64 },
    ]),
  );

/** The EC2 types whose price has a source. */
export const EC2_SIZES: SizeRule = {
  kind: 'named',
  input: 'instance',
  types: {
    ...tFamily('t3', false),
    ...tFamily('t4g', true),
    'm5.large': { vcpu: 2, gb: 8 },
    'm5.xlarge': { vcpu: 4, gb: 16 },
    'm6i.large': { vcpu: 2, gb: 8 },
    'c5.large': { vcpu: 2, gb: 4 },
    'c6i.large': { vcpu: 2, gb: 4 },
    'm6g.large': { vcpu: 2, gb: 8, arm64: true },
    'm7g.medium': { vcpu: 1, gb: 4, arm64: true },
    'm7g.large': { vcpu: 2, gb: 8, arm64: true },
    'm7g.xlarge': { vcpu: 4, gb: 16, arm64: true },
    'm7g.2xlarge': { vcpu: 8, gb: 32, arm64: true },
    'c6g.large': { vcpu: 2, gb: 4, arm64: true },
    'c7g.large': { vcpu: 2, gb: 4, arm64: true },
  },
};
