import { z } from 'zod';
import { TRAFFIC_SHAPES } from '../../workload/workload.ts';
import { ends, id } from './measured.ts';

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

export const billSchema = z.object({
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
  differences: z.array(z.object({ a: id, b: id, usd: z.number(), interval: ends })),
  breakEvens: z.array(
    z.object({
      a: id,
      b: id,
      point: z
        .object({
          ratePerSecond: z.number(),
          requestsPerMonth: z.number(),
          usd: z.number(),
          kind: z.enum(['equal', 'step']),
        })
        .nullable(),
      reason: z.string(),
    }),
  ),
  curve: z.array(
    z.object({
      requestsPerMonth: z.number(),
      usd: z.partialRecord(id, z.number()),
      tasks: z.number(),
    }),
  ),
  tasks: z.number(),
  usage: usageSchema.nullable(),
  peakRatePerSecond: z.number(),
  assumptions: z.array(z.string()),
  sources: z.record(z.string(), z.object({ title: z.string(), asOf: z.string() })),
});
