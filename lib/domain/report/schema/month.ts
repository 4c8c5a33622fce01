import { z } from 'zod';
import { count } from './measured.ts';

const ms = z.number();

export const monthSchema = z.object({
  requests: count,
  hours: z.number(),
  thinned: z.number(),
  coldShare: z.number(),
  latency: z.object({ p50: ms, p95: ms, p99: ms, max: ms }),
  peakInstances: count,
  keepAlive: ms,
});
