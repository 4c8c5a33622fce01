import { MILLION, meter } from './meter.ts';
import type { PriceSheetInput } from './sheet.ts';

const google = { vendor: 'Google', currency: 'USD' } as const;
const TIER_1 = 'us-central1';
const TIER_2 = 'europe-west3';
const NO_EGRESS = ['Internet egress'];

const requestBased = {
  vcpu: meter('Cloud Run vCPU', 'vCPU-seconds', '0.000024', 'cloudRun2026', { free: 180_000 }),
  memory: meter('Cloud Run memory', 'GiB-seconds', '0.0000025', 'cloudRun2026', { free: 360_000 }),
  requests: meter('Cloud Run requests', 'requests', '0.40', 'cloudRun2026', { ...MILLION, free: 2_000_000 }),
  vcpu_idle: meter('Cloud Run vCPU, idle instances', 'vCPU-seconds', '0.0000025', 'cloudRun2026'),
  memory_idle: meter('Cloud Run memory, idle instances', 'GiB-seconds', '0.0000025', 'cloudRun2026'),
};

/** In tier-2 regions fewer units are free: the discount is what the free units cost in tier 1. */
const FREE_NOTE =
  'The free tier is given as a discount at tier-1 prices; whether it covers idle instances is not published.';

export const GOOGLE_SHEETS: readonly PriceSheetInput[] = [
  {
    ...google,
    id: 'gcp_cloud_run_request_based',
    name: 'Google Cloud Run (request-based)',
    kind: 'container',
    region: TIER_1,
    unsourced: NO_EGRESS,
    notes: [FREE_NOTE],
    meters: requestBased,
  },
  {
    ...google,
    id: 'gcp_cloud_run_request_based',
    name: 'Google Cloud Run (request-based)',
    kind: 'container',
    region: TIER_2,
    unsourced: [...NO_EGRESS, 'Idle instances in tier-2 regions'],
    notes: [FREE_NOTE],
    meters: {
      vcpu: meter('Cloud Run vCPU', 'vCPU-seconds', '0.0000336', 'infracost', {
        free: (180_000 * 24) / 33.6,
      }),
      memory: meter('Cloud Run memory', 'GiB-seconds', '0.0000035', 'infracost', {
        free: (360_000 * 2.5) / 3.5,
      }),
      requests: requestBased.requests,
    },
  },
  {
    ...google,
    id: 'gcp_cloud_run_instance_based',
    name: 'Google Cloud Run (instance-based)',
    kind: 'container',
    region: TIER_1,
    unsourced: NO_EGRESS,
    notes: [
      'The memory price has only a third-party source of 2024.',
      'The free vCPU-seconds come from a cut-off excerpt.',
    ],
    meters: {
      vcpu: meter('Cloud Run vCPU', 'vCPU-seconds', '0.000018', 'cloudRunPage', { free: 240_000 }),
      memory: meter('Cloud Run memory', 'GiB-seconds', '0.000002', 'cloudRun2024'),
    },
  },
  {
    ...google,
    id: 'gcp_cloud_run_instance_based',
    name: 'Google Cloud Run (instance-based)',
    kind: 'container',
    region: TIER_2,
    unsourced: NO_EGRESS,
    meters: {
      vcpu: meter('Cloud Run vCPU', 'vCPU-seconds', '0.0000216', 'infracost', {
        free: (240_000 * 18) / 21.6,
      }),
      memory: meter('Cloud Run memory', 'GiB-seconds', '0.0000024', 'infracost'),
    },
  },
  {
    ...google,
    id: 'gcp_functions_1st_gen',
    name: 'Google Cloud Functions, 1st gen',
    kind: 'function',
    region: TIER_1,
    unsourced: [],
    meters: {
      requests: meter('Invocations', 'invocations', '0.40', 'infracost', { ...MILLION, free: 2_000_000 }),
      cpu: meter('CPU', 'GHz-seconds', '0.00001', 'infracost', { free: 200_000 }),
      duration: meter('Memory', 'GB-seconds', '0.0000025', 'infracost', { free: 400_000 }),
      egress: meter('Internet egress', 'GB', '0.12', 'infracost', { free: 5 }),
    },
  },
  {
    ...google,
    id: 'gcp_functions_2nd_gen',
    name: 'Google Cloud Run functions (2nd gen)',
    kind: 'function',
    region: TIER_1,
    status: { state: 'renamed', words: 'Now Cloud Run functions; billed as Cloud Run.', source: 'survey' },
    unsourced: NO_EGRESS,
    notes: [FREE_NOTE],
    meters: requestBased,
  },
  {
    ...google,
    id: 'gcp_app_engine',
    name: 'Google App Engine',
    kind: 'container',
    region: TIER_1,
    unsourced: [
      'Instance-hour of the standard environment',
      'vCPU, memory and disk of the flexible environment',
    ],
    notes: ['28 F1 instance-hours a day are free in the standard environment.'],
    meters: {},
  },
  {
    ...google,
    id: 'gcp_gke',
    name: 'Google GKE Autopilot',
    kind: 'container',
    region: TIER_1,
    unsourced: [...NO_EGRESS, 'Load balancer', 'Spot pods'],
    meters: {
      cluster: meter('GKE cluster management', 'hours', '0.10', 'infracost'),
      vcpu: meter('Autopilot vCPU', 'vCPU-hours', '0.0445', 'infracost'),
      memory: meter('Autopilot memory', 'GB-hours', '0.0049225', 'infracost'),
      storage: meter('Autopilot ephemeral storage', 'GB-hours', '0.0000548', 'infracost'),
      'e2-medium': meter('e2-medium node', 'hours', '0.033507', 'infracost'),
    },
  },
];
