import { MILLION, meter } from './meter.ts';
import type { PriceSheetInput } from './sheet.ts';
import type { SourceKey } from './sources.ts';

const usd = { currency: 'USD' } as const;
/** The source names no region. */
const UNSTATED = 'unstated';
const month = { per: 730 } as const;
const days30 = { per: 720 } as const;

/** Only egress differs by region in the source. */
const fly = (region: string, egress: string): PriceSheetInput => ({
  ...usd,
  id: 'fly_machines',
  name: 'Fly.io Machines',
  vendor: 'Fly.io',
  kind: 'container',
  region,
  unsourced: ['Machine presets other than shared-cpu-1x', 'Reservations (40% discount blocks)'],
  notes: ['The price of shared-cpu-1x is approximate in its source and depends on the region.'],
  meters: {
    machine: meter('shared-cpu-1x with 256 MB', 'hours', '1.94', 'survey', month),
    ram: meter('Additional memory', 'GB-hours', '5', 'fly', days30),
    rootfs: meter('Root file system of stopped machines', 'GB-days', '0.15', 'fly', { per: 30 }),
    volume: meter('Volumes', 'GB-months', '0.15', 'fly'),
    ipv4: meter('Dedicated IPv4', 'months', '2', 'fly'),
    egress: meter(`Egress (${region})`, 'GB', egress, 'fly'),
  },
});

/** The lowest prices are those of iad1, cle1 and pdx1. */
const vercel = (
  region: string,
  [cpuHour, gbHour]: readonly [cpuHour: string, gbHour: string],
  source: SourceKey,
  unsourced: readonly string[] = [],
): PriceSheetInput => ({
  ...usd,
  id: 'vercel_functions',
  name: 'Vercel Functions (Pro)',
  vendor: 'Vercel',
  kind: 'function',
  region,
  unsourced: ['Egress (Fast Data Transfer)', ...unsourced],
  notes: [
    'The seat brings a credit of $20 for usage, which is not taken off: this bill is the most that it can be.',
    'The Hobby plan includes 1M invocations, 4 CPU-hours and 360 GB-hours.',
  ],
  meters: {
    subscription: meter('Pro seat', 'months', '20', 'survey'),
    requests: meter('Vercel invocations', 'invocations', '0.60', 'survey', MILLION),
    cpu: meter('Vercel active CPU', 'CPU-hours', cpuHour, source),
    memory: meter('Vercel provisioned memory', 'GB-hours', gbHour, source),
  },
});

export const OTHER_SHEETS: readonly PriceSheetInput[] = [
  {
    ...usd,
    id: 'cloudflare_workers_paid',
    name: 'Cloudflare Workers (paid plan)',
    vendor: 'Cloudflare',
    kind: 'function',
    region: 'global',
    unsourced: [],
    notes: [
      'The free plan allows 100,000 requests a day of 10 ms CPU each.',
      'Waiting time, egress and static assets are not billed.',
    ],
    meters: {
      subscription: meter('Workers Paid plan', 'months', '5', 'cloudflare'),
      requests: meter('Workers requests', 'requests', '0.30', 'cloudflare', {
        ...MILLION,
        included: 10_000_000,
      }),
      cpu: meter('Workers CPU time', 'CPU-ms', '0.02', 'cloudflare', { ...MILLION, included: 30_000_000 }),
    },
  },
  {
    ...usd,
    id: 'cloudflare_containers',
    name: 'Cloudflare Containers',
    vendor: 'Cloudflare',
    kind: 'container',
    region: 'global',
    status: { state: 'open', words: 'Generally available since 2026-04-13.', source: 'survey' },
    unsourced: [
      'The Worker and Durable Object in front of each container',
      'Instance types of one’s own making',
    ],
    notes: ['CPU is billed as used since 2025-11-21, before that as provisioned.'],
    meters: {
      subscription: meter('Workers Paid plan', 'months', '5', 'cloudflare'),
      memory: meter('Containers memory', 'GiB-seconds', '0.0000025', 'cloudflareContainers', {
        included: 90_000,
      }),
      vcpu: meter('Containers active CPU', 'vCPU-seconds', '0.00002', 'cloudflareContainers', {
        included: 22_500,
      }),
      disk: meter('Containers disk', 'GB-seconds', '0.00000007', 'cloudflareContainers', {
        included: 720_000,
      }),
      egress: meter('Egress (North America, Europe)', 'GB', '0.025', 'cloudflareContainers', {
        included: 1000,
      }),
    },
  },
  {
    ...usd,
    id: 'ibm_code_engine',
    name: 'IBM Code Engine',
    vendor: 'IBM',
    kind: 'container',
    region: UNSTATED,
    unsourced: ['Internet egress', 'IBM Cloud Functions (ended in October 2024; Code Engine follows it)'],
    notes: ['The time to pull the image or code bundle is billed.'],
    meters: {
      vcpu: meter('Code Engine vCPU', 'vCPU-hours', '0.123516', 'survey', {
        free: 100_000 / 3600,
        note: '$0.00003431 a vCPU-second',
      }),
      memory: meter('Code Engine memory', 'GB-hours', '0.012816', 'survey', {
        free: 200_000 / 3600,
        note: '$0.00000356 a GB-second',
      }),
      requests: meter('Code Engine requests', 'HTTP calls', '0.538', 'survey', { ...MILLION, free: 100_000 }),
    },
  },
  vercel('lowest-priced', ['0.128', '0.0106'], 'survey', ['Prices of regions other than those listed']),
  vercel('sfo1', ['0.177', '0.0147'], 'vercelRegions'),
  vercel('cpt1', ['0.200', '0.0166'], 'vercelRegions'),
  vercel('hkg1', ['0.176', '0.0146'], 'vercelRegions'),
  {
    ...usd,
    id: 'digitalocean_functions',
    name: 'DigitalOcean Functions',
    vendor: 'DigitalOcean',
    kind: 'function',
    region: UNSTATED,
    unsourced: ['Internet egress'],
    meters: {
      duration: meter('Functions compute', 'GiB-seconds', '0.0000185', 'digitalOcean', { free: 90_000 }),
    },
  },
  {
    ...usd,
    id: 'oracle_functions',
    name: 'Oracle Functions',
    vendor: 'Oracle',
    kind: 'function',
    region: UNSTATED,
    unsourced: ['Oracle API Gateway in front of it'],
    meters: {
      requests: meter('Functions requests', 'requests', '0.20', 'survey', { ...MILLION, free: 2_000_000 }),
      duration: meter('Functions compute', 'GB-seconds', '0.00001417', 'survey', { free: 400_000 }),
      egress: meter('Internet egress', 'GB', '0.0085', 'survey', { included: 10_000 }),
    },
  },
  fly('North America and Europe', '0.02'),
  fly('Asia Pacific and South America', '0.04'),
];
