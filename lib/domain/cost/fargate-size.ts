import { CrossoverError } from '../errors.ts';
import type { MiB } from '../units.ts';

/** A task size that Fargate sells. */
export interface FargateSize {
  vcpu: number;
  memoryGb: number;
}

const steps = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);

/** The size table of the Fargate pricing page (2026): GB of memory for each number of vCPUs. */
const SIZES: readonly { vcpu: number; memoryGb: readonly number[] }[] = [
  { vcpu: 0.25, memoryGb: [0.5, 1, 2] },
  { vcpu: 0.5, memoryGb: steps(1, 4, 1) },
  { vcpu: 1, memoryGb: steps(2, 8, 1) },
  { vcpu: 2, memoryGb: steps(4, 16, 1) },
  { vcpu: 4, memoryGb: steps(8, 30, 1) },
  { vcpu: 8, memoryGb: steps(16, 60, 4) },
  { vcpu: 16, memoryGb: steps(32, 120, 8) },
  { vcpu: 32, memoryGb: [60, 120, 244] },
];

/**
 * The cheapest size with at least this memory and these vCPUs. Sizes rise in both, so the first that
 * fits is the smallest. @throws CrossoverError when no size is large enough.
 */
export function smallestFargateSize(memoryMiB: MiB, vcpus: number): FargateSize {
  for (const row of SIZES) {
    const memoryGb = row.memoryGb.find((gb) => gb * 1024 >= memoryMiB);
    if (row.vcpu >= vcpus && memoryGb !== undefined) return { vcpu: row.vcpu, memoryGb };
  }
  throw new CrossoverError({
    code: 'no-fargate-size',
    owner: 'yours',
    message: `Fargate has no task size with ${memoryMiB} MiB and ${vcpus} vCPUs.`,
    remedy: 'Lower the memory or the CPUs of a replica.',
  });
}
