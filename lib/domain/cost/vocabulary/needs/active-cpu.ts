import { INSTANCE, SIZED } from './instance.ts';
import { INVOCATION } from './invocation.ts';
import { type Need, RUN, VCPU } from './need.ts';

/** Of functions that are billed by the CPU time they use: as others, each request by itself. */
export const ACTIVE_FUNCTION = INVOCATION;

/** Of instances that are: their vCPUs say nothing of what they used. */
export const ACTIVE_INSTANCE: readonly Need[] = [
  ...INSTANCE,
  ...SIZED,
  { given: [...RUN, ...VCPU], needs: ['cpu_utilisation', 'cpu_ms_per_request', 'vcpu_s_billed'] },
  { given: ['cpu_ms_per_request'], needs: ['requests', 'invocations'] },
  { given: ['cpu_utilisation'], needs: VCPU },
];
