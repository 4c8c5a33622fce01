import { z } from 'zod';
import { TRAFFIC_SHAPES } from '../../workload/workload.ts';
import { ends, ofBoth, side } from './measured.ts';

const line = z.object({
  meter: z.string(),
  quantity: z.number(),
  unit: z.string(),
  unitPrice: z.number(),
  priceUnit: z.string(),
  usd: z.number(),
  source: z.string(),
  fixed: z.boolean(),
  assumption: z.string().optional(),
});

const bill = z.object({
  side,
  platform: z.string(),
  region: z.string(),
  lines: z.array(line),
  totalUsd: z.number(),
  interval: ends,
  assumedRange: ends.nullable(),
});

export const usageSchema = z.object({
  requestsPerMonth: z.number(),
  shape: z.enum(TRAFFIC_SHAPES),
  memoryMiB: z.number(),
  durationsMs: z.array(z.number()),
  durationInterval: ends.nullable(),
  cpuMs: z.number().nullable(),
  initMs: z.number(),
  initInterval: ends.nullable(),
  coldShare: z.number().nullable(),
  busyMs: z.object({ value: z.number(), interval: ends }).nullable(),
  waitMs: z.number(),
  sustainedPerReplica: z.number().nullable(),
  sustainedInterval: ends.nullable(),
  latencyTarget: z.object({ percentile: z.number(), ms: z.number() }).nullable(),
  replica: z.object({ vcpu: z.number(), memoryMiB: z.number() }),
  minReplicas: z.number(),
  concurrency: z.number(),
  bytesPerRequest: z.number(),
  bytesOut: z.number(),
  requestsPerConnection: z.number(),
  counted: z.object({ billedMs: z.number().optional(), meanReplicas: z.number().optional() }).optional(),
});

export const costSchema = z.object({
  bills: ofBoth(bill),
  difference: z.object({ usd: z.number(), interval: ends }),
  breakEven: z
    .object({
      ratePerSecond: z.number(),
      requestsPerMonth: z.number(),
      usd: z.number(),
      kind: z.enum(['equal', 'step']),
    })
    .nullable(),
  breakEvenReason: z.string(),
  curve: z.array(
    z.object({
      requestsPerMonth: z.number(),
      functionUsd: z.number(),
      containerUsd: z.number(),
      tasks: z.number(),
    }),
  ),
  tasks: z.number(),
  usage: usageSchema.nullable(),
  peakRatePerSecond: z.number(),
  assumptions: z.array(z.string()),
  sources: z.record(z.string(), z.object({ title: z.string(), asOf: z.string() })),
});
