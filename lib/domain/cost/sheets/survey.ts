import { MILLION, meter } from './meter.ts';
import type { PriceSheetInput } from './sheet.ts';

/** Platforms for which one survey of 2026-07 gives a short line of figures. */
const SHORT = 'Only one line of a survey: egress, minimums and larger sizes are not in it';
const base: Pick<PriceSheetInput, 'currency' | 'region' | 'unsourced'> = {
  currency: 'USD',
  region: 'unstated',
  unsourced: [SHORT],
};

export const SURVEY_SHEETS: readonly PriceSheetInput[] = [
  {
    ...base,
    id: 'alibaba_fc',
    name: 'Alibaba Function Compute',
    vendor: 'Alibaba',
    kind: 'function',
    unsourced: [SHORT, 'What a CU is, and where its tiers end'],
    notes: ['$0.000020, then 0.000017, then 0.000014 a CU; no lasting free tier.'],
    meters: { cu: meter('Compute units', 'CU', '0.00002', 'survey') },
  },
  {
    ...base,
    id: 'scaleway_functions',
    name: 'Scaleway Functions',
    vendor: 'Scaleway',
    kind: 'function',
    currency: 'EUR',
    meters: {
      requests: meter('Functions requests', 'requests', '0.15', 'survey', { ...MILLION, free: 1_000_000 }),
      duration: meter('Functions compute', 'GB-seconds', '0.000017', 'survey', { free: 400_000 }),
    },
  },
  {
    ...base,
    id: 'scaleway_containers',
    name: 'Scaleway Containers',
    vendor: 'Scaleway',
    kind: 'container',
    currency: 'EUR',
    meters: {
      vcpu: meter('Containers vCPU', 'vCPU-seconds', '0.00001', 'survey', { free: 200_000 }),
      memory: meter('Containers memory', 'GB-seconds', '0.000002', 'survey', { free: 400_000 }),
    },
  },
  {
    ...base,
    id: 'yandex_functions',
    name: 'Yandex Cloud Functions',
    vendor: 'Yandex',
    kind: 'function',
    meters: {
      requests: meter('Functions requests', 'requests', '0.144', 'survey', MILLION),
      duration: meter('Functions compute', 'GB-hours', '0.049', 'survey'),
    },
  },
  {
    ...base,
    id: 'modal',
    name: 'Modal',
    vendor: 'Modal',
    kind: 'container',
    notes: ['A credit of $30 a month is not taken off.'],
    meters: {
      vcpu: meter('Modal CPU', 'core-seconds', '0.0000131', 'survey'),
      memory: meter('Modal memory', 'GiB-seconds', '0.00000222', 'survey'),
    },
  },
  {
    ...base,
    id: 'railway',
    name: 'Railway',
    vendor: 'Railway',
    kind: 'container',
    meters: {
      vcpu: meter('Railway vCPU', 'vCPU-hours', '20', 'survey', { per: 730 }),
      memory: meter('Railway memory', 'GB-hours', '10', 'survey', { per: 730 }),
    },
  },
  {
    ...base,
    id: 'render',
    name: 'Render',
    vendor: 'Render',
    kind: 'container',
    unsourced: [SHORT, 'Instances other than Starter'],
    meters: { starter: meter('Starter (0.5 CPU, 512 MB)', 'hours', '7', 'survey', { per: 730 }) },
  },
  {
    ...base,
    id: 'koyeb',
    name: 'Koyeb',
    vendor: 'Koyeb',
    kind: 'container',
    unsourced: [SHORT, 'The size of the instance that costs "from $0.0000006 a second"'],
    meters: { instance: meter('Smallest instance', 'seconds', '0.0000006', 'survey') },
  },
  {
    ...base,
    id: 'huawei_functiongraph',
    name: 'Huawei FunctionGraph',
    vendor: 'Huawei',
    kind: 'function',
    meters: {
      requests: meter('FunctionGraph requests', 'requests', '0.20', 'survey', {
        ...MILLION,
        free: 1_000_000,
      }),
      duration: meter('FunctionGraph compute', 'GB-seconds', '0.0000167', 'survey', { free: 400_000 }),
    },
  },
];
