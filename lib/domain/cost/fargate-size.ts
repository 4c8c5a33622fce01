import { CrossoverError } from '../errors.ts';
import type { MiB } from '../units.ts';
import { FARGATE_ROWS } from './rules/sizes.ts';

/** A task size that Fargate sells. */
export interface FargateSize {
  vcpu: number;
  memoryGb: number;
}

/**
 * The cheapest size with at least this memory and these vCPUs. Sizes rise in both, so the first that
 * fits is the smallest. @throws CrossoverError when no size is large enough.
 */
export function smallestFargateSize(memoryMiB: MiB, vcpus: number): FargateSize {
  for (const row of FARGATE_ROWS) {
    const memoryGb = row.gb.find((gb) => gb * 1024 >= memoryMiB);
    if (row.vcpu >= vcpus && memoryGb !== undefined) return { vcpu: row.vcpu, memoryGb };
  }
  throw new CrossoverError({
    code: 'no-fargate-size',
    owner: 'yours',
    message: `Fargate has no task size with ${memoryMiB} MiB and ${vcpus} vCPUs.`,
    remedy: 'Lower the memory or the CPUs of a replica.',
  });
}
