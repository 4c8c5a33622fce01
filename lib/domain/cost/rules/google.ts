import { type Charge, NO_SIZE_SOURCE, type PlatformRule } from './rule.ts';
import { CLOUD_RUN_INSTANCE_SIZES, CLOUD_RUN_SIZES } from './sizes.ts';

const STEP_100_MS = { stepMs: 100, minimumMs: 100, initBilled: true };
const BUSY_ROUNDING =
  'Each request is rounded up by itself, as if no other kept the instance busy: never too little.';

const REQUEST_BASED: readonly Charge[] = [
  { meter: 'vcpu', of: 'vcpu_s', part: 'compute' },
  { meter: 'memory', of: 'gb_s', part: 'compute' },
  { meter: 'requests', of: 'requests', part: 'requests' },
  { meter: 'vcpu_idle', of: 'idle_vcpu_s', part: 'provisioned' },
  { meter: 'memory_idle', of: 'idle_gb_s', part: 'provisioned' },
];
const CLOUD_RUN = { size: CLOUD_RUN_SIZES, timeoutMs: 3_600_000, maxConcurrency: 1000 } as const;

export const GOOGLE_RULES: readonly PlatformRule[] = [
  {
    id: 'gcp_cloud_run_request_based',
    model: 'shared-instance',
    ...CLOUD_RUN,
    duration: STEP_100_MS,
    charges: REQUEST_BASED,
    assumptions: [BUSY_ROUNDING],
  },
  {
    id: 'gcp_cloud_run_instance_based',
    model: 'instance',
    ...CLOUD_RUN,
    runtime: { stepSeconds: 0.1, minimumSeconds: 60 },
    size: CLOUD_RUN_INSTANCE_SIZES,
    charges: REQUEST_BASED.slice(0, 2),
  },
  {
    id: 'gcp_functions_1st_gen',
    model: 'invocation',
    timeoutMs: 540_000,
    maxConcurrency: 1,
    duration: STEP_100_MS,
    // CPU that comes with memory: the published price per 100 ms less the memory's part.
    memory: {
      kind: 'choices',
      mb: [128, 256, 512, 1024, 2048, 4096, 8192],
      ghz: [0.2, 0.4, 0.8, 1.4, 2.4, 4.8, 4.8],
    },
    charges: [
      { meter: 'cpu', of: 'ghz_s', part: 'compute' },
      { meter: 'duration', of: 'gb_s', part: 'compute' },
      { meter: 'requests', of: 'requests', part: 'requests' },
      { meter: 'egress', of: 'egress_gb', part: 'egress' },
    ],
    assumptions: [
      'GHz that come with each memory size: only 256 MB = 0.4 GHz is in a golden file; the others follow from the price table of 100 ms.',
    ],
  },
  {
    id: 'gcp_functions_2nd_gen',
    model: 'shared-instance',
    ...CLOUD_RUN,
    duration: STEP_100_MS,
    charges: REQUEST_BASED,
    assumptions: [BUSY_ROUNDING],
  },
  { id: 'gcp_app_engine', model: 'unpriced', charges: [] },
  {
    id: 'gcp_gke',
    model: 'instance',
    size: { kind: 'limits', maxVcpu: 1e5, maxGb: 1e6 },
    charges: [
      { meter: 'cluster', of: 'cluster_h', part: 'control-plane' },
      { meter: 'vcpu', of: 'vcpu_h', part: 'compute' },
      { meter: 'memory', of: 'gb_h', part: 'compute' },
      { meter: 'storage', of: 'storage_gb_h', part: 'storage' },
      { meter: 'e2-medium', of: 'node_h', part: 'compute' },
    ],
    assumptions: [NO_SIZE_SOURCE],
  },
];
