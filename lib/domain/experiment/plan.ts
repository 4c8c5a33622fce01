import { z } from 'zod';

/** How an experiment is run. Everything a reader needs to repeat it. */
export const ExperimentPlan = z.object({
  /** Measured time on each side, in seconds, without warm-up. */
  secondsPerSide: z
    .number({ error: 'Give the seconds.' })
    .min(2, 'At least 2 s.')
    .max(3600, 'At most 3,600 s.')
    .default(30),
  /** Open-loop arrival rate during the run. */
  ratePerSecond: z
    .number({ error: 'Give the requests per second.' })
    .positive('A rate is above 0.')
    .max(2000, 'At most 2,000 requests per second.')
    .default(20),
  arrivals: z.enum(['poisson', 'constant']).default('poisson'),
  /** The sides take turns in this many blocks each, so that the machine's drift hits both alike. */
  blocks: z
    .number({ error: 'Give the turns as a number.' })
    .int('Turns are whole.')
    .min(1, 'At least 1.')
    .max(20, 'At most 20.')
    .default(2),
  seed: z
    .number({ error: 'Give the seed as a number.' })
    .int('A seed is whole.')
    .min(0, 'At least 0.')
    .max(0xffffffff, 'At most 4,294,967,295.')
    .default(1),
  /** Function side: idle environments are kept this long. */
  keepAliveSeconds: z
    .number({ error: 'Give the seconds.' })
    .min(0.5, 'At least 0.5 s.')
    .max(3600, 'At most 3,600 s.')
    .default(60),
  maxConcurrency: z
    .number({ error: 'Give the limit as a number.' })
    .int('Environments are whole.')
    .min(1, 'At least 1.')
    .max(200, 'At most 200 on one machine.')
    .default(50),
  replicas: z
    .number({ error: 'Give the replicas as a number.' })
    .int('Replicas are whole.')
    .min(1, 'At least 1.')
    .max(10, 'At most 10 on one machine.')
    .default(1),
  cpusPerReplica: z
    .number({ error: 'Give the vCPUs.' })
    .min(0.25, 'At least 0.25 vCPU.')
    .max(4, 'At most 4 vCPU.')
    .default(1),
});
export type ExperimentPlan = z.infer<typeof ExperimentPlan>;
