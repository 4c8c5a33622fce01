import type { NamedSize, SizeRule } from './rule.ts';

const steps = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);

/** The size table of the Fargate pricing page (2026): GB of memory for each number of vCPUs. */
export const FARGATE_ROWS: readonly { vcpu: number; gb: readonly number[] }[] = [
  { vcpu: 0.25, gb: [0.5, 1, 2] },
  { vcpu: 0.5, gb: steps(1, 4, 1) },
  { vcpu: 1, gb: steps(2, 8, 1) },
  { vcpu: 2, gb: steps(4, 16, 1) },
  { vcpu: 4, gb: steps(8, 30, 1) },
  { vcpu: 8, gb: steps(16, 60, 4) },
  { vcpu: 16, gb: steps(32, 120, 8) },
  { vcpu: 32, gb: [60, 120, 244] },
];
export const FARGATE_SIZES: SizeRule = { kind: 'table', rows: FARGATE_ROWS };

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
