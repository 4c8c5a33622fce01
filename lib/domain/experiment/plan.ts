import { z } from 'zod';

/** How an experiment is run. Everything a reader needs to repeat it. */
export const ExperimentPlan = z.object({
  /** Measured time on each side, in seconds, without warm-up. */
  secondsPerSide: z.number().min(2).max(3600).default(30),
  /** Open-loop arrival rate during the run. */
  ratePerSecond: z.number().positive().max(2000).default(20),
  arrivals: z.enum(['poisson', 'constant']).default('poisson'),
  /** The sides take turns in this many blocks each, so that the machine's drift hits both alike. */
  blocks: z.number().int().min(1).max(20).default(2),
  seed: z.number().int().min(0).max(0xffffffff).default(1),
  /** Function side: idle environments are kept this long. */
  keepAliveSeconds: z.number().min(0.5).max(3600).default(60),
  maxConcurrency: z.number().int().min(1).max(200).default(50),
  replicas: z.number().int().min(1).max(10).default(1),
  cpusPerReplica: z.number().min(0.25).max(4).default(1),
});
export type ExperimentPlan = z.infer<typeof ExperimentPlan>;
