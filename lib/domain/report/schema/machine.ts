import { z } from 'zod';
import { ENGINE_IDS } from '../../execution/engines.ts';

const capability = z.object({
  id: z.string(),
  side: z.enum(['function', 'container', 'machine']),
  title: z.string(),
  status: z.enum(['ok', 'degraded', 'missing']),
  detail: z.string(),
  remedy: z.string().nullable(),
});

const engine = z.object({
  id: z.enum(ENGINE_IDS),
  title: z.string(),
  available: z.boolean(),
  detail: z.string(),
  remedy: z.string().nullable(),
  limits: z.array(capability),
  excluded: z.literal(true).optional(),
});

/** MachineInfo as it is stored: in reports, and in the rows of engines. */
export const machineSchema = z.object({
  os: z.string(),
  kernel: z.string(),
  arch: z.string(),
  cpuModel: z.string(),
  cpus: z.number(),
  memoryMiB: z.number(),
  node: z.string(),
  python: z.string().nullable(),
  crossover: z.string(),
  capabilities: z.array(capability),
  engines: z.array(engine).optional(),
});
