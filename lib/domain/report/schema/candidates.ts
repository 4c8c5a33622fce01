import { z } from 'zod';
import { MODES } from '../../execution/candidate.ts';
import { OUTCOMES } from '../../execution/executor.ts';
import { billSchema } from './cost.ts';
import { count, ends, id, measured } from './measured.ts';

const latency = z.object({
  p50: measured.nullable(),
  p90: measured.nullable(),
  p95: measured.nullable(),
  p99: measured.nullable(),
  mean: z.number().nullable(),
  max: z.number().nullable(),
});

const build = z.object({
  codeBytes: z.number(),
  zipBytes: z.number().nullable(),
  baseBytes: z.number(),
  layers: z.number().nullable(),
  buildTime: z.number(),
  digest: z.string(),
  engine: z.string(),
  runtime: z.string().nullable(),
});

const usage = z.object({
  cpuPerRequest: z.number().nullable(),
  processors: z.number().nullable(),
  memory: z.number().nullable(),
  memoryPeak: z.number().nullable(),
  idle: z.object({
    time: z.number(),
    processors: z.number().nullable(),
    memory: z.number().nullable(),
    instances: z.number(),
  }),
});

const block = z.object({
  block: count,
  requests: count,
  good: count,
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});

const second = z.object({
  second: z.number(),
  count,
  errors: count,
  cold: count,
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  max: z.number().nullable(),
  instances: count,
});

const outcome = z.enum(OUTCOMES);

export const candidateSchema = z.object({
  id,
  mode: z.enum(MODES),
  targetMet: z.boolean().nullable(),
  bill: billSchema,
  build,
  requests: count,
  good: count,
  outcomes: z.partialRecord(outcome, count),
  badStatus: count,
  latency,
  warmLatency: latency,
  handler: latency.nullable(),
  reported: latency.nullable(),
  init: latency,
  starts: z
    .object({
      wanted: count,
      times: z.array(z.number()),
      summary: latency,
      problem: z.string().nullable(),
    })
    .nullable(),
  queue: latency.nullable(),
  network: latency.nullable(),
  cold: z.object({ count, share: measured }),
  warmUp: z.object({ requests: count, good: count, cold: count, latency }).nullable(),
  blocks: z.array(block),
  usage: usage.nullable(),
  ends: count.nullable(),
  billedMean: measured.nullable(),
  peakInstances: count,
  distribution: z.array(z.object({ ms: z.number(), share: z.number() })),
  timeline: z.array(second),
  failures: z.array(z.object({ outcome, message: z.string(), log: z.string(), count })),
});

export const differenceSchema = z.object({
  a: id,
  b: id,
  quantity: z.enum(['p50', 'p95', 'p99', 'warm p50', 'warm p95']),
  ratio: z.number(),
  interval: ends.nullable(),
  blocks: z.object({ slower: count, of: count }).nullable(),
  doubt: z.string().nullable(),
  sentence: z.string(),
});

const share = z.number().nullable();

export const generatorSchema = z.object({
  lateness: z.object({ p99Ms: z.number(), maxMs: z.number() }),
  unsent: count.nullable(),
  load: z.object({ steal: share, others: share, waiting: share }).nullable(),
  reasons: z.array(z.string()),
});
