import { NO_SIZE_SOURCE, type PlatformRule } from './rule.ts';
import { CONTAINER_APPS_SIZES } from './sizes.ts';

export const AZURE_RULES: readonly PlatformRule[] = [
  {
    id: 'azure_functions_consumption',
    model: 'invocation',
    timeoutMs: 600_000,
    duration: { stepMs: 1, minimumMs: 100, initBilled: true },
    memory: { kind: 'observed', bucketMb: 128, maxMb: 1536 },
    charges: [
      { meter: 'duration', of: 'gb_s', part: 'compute' },
      { meter: 'requests', of: 'requests', part: 'requests' },
    ],
    assumptions: [
      'The platform bills the memory it observes; the memory that the workload is given stands in.',
      'Whether the start of a cold instance is billed has no source; it is counted.',
    ],
  },
  {
    id: 'azure_functions_flex',
    model: 'shared-instance',
    duration: { stepMs: 100, minimumMs: 1000, initBilled: true },
    memory: { kind: 'choices', mb: [512, 2048, 4096] },
    charges: [
      { meter: 'duration', of: 'gb_s', part: 'compute' },
      { meter: 'requests', of: 'requests', part: 'requests' },
      { meter: 'provisioned', of: 'provisioned_gb_s', part: 'provisioned' },
      { meter: 'duration_on', of: 'on_gb_s', part: 'compute' },
      { meter: 'requests_on', of: 'on_requests', part: 'requests' },
    ],
    assumptions: ['Each request is rounded up by itself (100 ms, at least 1,000 ms): never too little.'],
  },
  {
    id: 'azure_functions_premium',
    model: 'instance',
    size: {
      kind: 'named',
      input: 'plan',
      types: { EP1: { vcpu: 1, gb: 3.5 }, EP2: { vcpu: 2, gb: 7 }, EP3: { vcpu: 4, gb: 14 } },
    },
    charges: [
      { meter: 'vcpu', of: 'vcpu_h', part: 'compute' },
      { meter: 'memory', of: 'gb_h', part: 'compute' },
    ],
    defaults: { plan: 'EP1' },
    beside: [
      { label: 'EP2 instead', inputs: { plan: 'EP2' } },
      { label: 'EP3 instead', inputs: { plan: 'EP3' } },
    ],
  },
  {
    id: 'azure_container_apps',
    model: 'shared-instance',
    duration: { stepMs: 1, minimumMs: 1, initBilled: true },
    size: CONTAINER_APPS_SIZES,
    // With premium ingress; 4 minutes without.
    timeoutMs: 1_800_000,
    onlyArch: 'x86',
    charges: [
      { meter: 'vcpu', of: 'vcpu_s', part: 'compute' },
      { meter: 'memory', of: 'gb_s', part: 'compute' },
      { meter: 'requests', of: 'requests', part: 'requests' },
      { meter: 'vcpu_idle', of: 'idle_vcpu_s', part: 'provisioned' },
      { meter: 'memory_idle', of: 'idle_gb_s', part: 'provisioned' },
    ],
    assumptions: [
      'Replicas go away as soon as no request is in progress; the cool-down before that is not counted.',
    ],
  },
  {
    id: 'azure_aci',
    model: 'instance',
    size: { kind: 'limits', maxVcpu: 4, maxGb: 16, vcpuStep: 1, gbStep: 0.1 },
    runtime: { stepSeconds: 1, minimumSeconds: 0 },
    charges: [
      { meter: 'vcpu', of: 'vcpu_s', part: 'compute' },
      { meter: 'memory', of: 'gb_s', part: 'compute' },
    ],
    beside: [
      { label: 'without rounding vCPUs up', inputs: { round_vcpu: 'no' } },
      { label: 'without rounding vCPUs up, a whole day', inputs: { round_vcpu: 'no', seconds: 86_400 } },
    ],
    assumptions: [NO_SIZE_SOURCE],
  },
  {
    id: 'azure_aks',
    model: 'instance',
    size: { kind: 'named', input: 'node', types: { Standard_D2_v2: { vcpu: 2, gb: 7 } } },
    charges: [
      { meter: 'cluster', of: 'cluster_h', part: 'control-plane' },
      { meter: 'cluster_free', of: 'free_cluster_h', part: 'control-plane' },
      { meter: 'node', of: 'instance_h', part: 'compute', bySize: true },
    ],
  },
];
