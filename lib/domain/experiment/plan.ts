import { z } from 'zod';
import {
  CANDIDATE_IDS,
  type Candidate,
  type CandidateId,
  DEFAULT_CANDIDATES,
  MODES,
} from '../execution/candidate.ts';
import { ENGINE_CHOICES } from '../execution/engines.ts';
import { PlayedTraffic } from '../load/played-traffic.ts';

const fields = {
  /** Measured time of each candidate, in seconds, without warm-up. */
  secondsPerCandidate: z
    .number({ error: 'Give the seconds.' })
    .min(2, 'At least 2 s.')
    .max(3600, 'At most 3,600 s.'),
  /** Requests at the same rate before the first turn of each candidate: kept apart, in no percentile. 0: none. */
  warmupSeconds: z.number({ error: 'Give the seconds.' }).min(0, 'At least 0 s.').max(600, 'At most 600 s.'),
  /** Open-loop arrival rate during the run; with `traffic` what that means on average. */
  ratePerSecond: z
    .number({ error: 'Give the requests per second.' })
    .positive('A rate is above 0.')
    .max(5000, 'At most 5,000 requests per second.'),
  /** How requests of a steady rate follow each other. */
  arrivals: z.enum(['poisson', 'constant']),
  /** A pattern or a trace instead of a steady rate. */
  traffic: PlayedTraffic.optional(),
  /** A round is one turn of each candidate: they take turns, so that the machine's drift hits all alike. */
  rounds: z
    .number({ error: 'Give the turns as a number.' })
    .int('Turns are whole.')
    .min(1, 'At least 1.')
    .max(20, 'At most 20.'),
  seed: z
    .number({ error: 'Give the seed as a number.' })
    .int('A seed is whole.')
    .min(0, 'At least 0.')
    .max(0xffffffff, 'At most 4,294,967,295.'),
  /** Function side: idle environments are kept this long. */
  keepAliveSeconds: z
    .number({ error: 'Give the seconds.' })
    .min(0.5, 'At least 0.5 s.')
    .max(3600, 'At most 3,600 s.'),
  maxConcurrency: z
    .number({ error: 'Give the limit as a number.' })
    .int('Environments are whole.')
    .min(1, 'At least 1.')
    .max(200, 'At most 200 on one machine.'),
  replicas: z
    .number({ error: 'Give the replicas as a number.' })
    .int('Replicas are whole.')
    .min(1, 'At least 1.')
    .max(10, 'At most 10 on one machine.'),
  cpusPerReplica: z
    .number({ error: 'Give the vCPUs.' })
    .min(0.25, 'At least 0.25 vCPU.')
    .max(4, 'At most 4 vCPU.'),
  /** Starts that are forced of each candidate before the first request, in at most 10 s of each. */
  starts: z
    .number({ error: 'Give the starts as a number.' })
    .int('Starts are whole.')
    .min(0, 'At least 0.')
    .max(20, 'At most 20 on each side.'),
  /** Code that is added to the package and loaded with it, on both sides: what libraries would weigh. */
  paddingMiB: z
    .number({ error: 'Give the MiB.' })
    .min(0, 'At least 0 MiB.')
    .max(50, 'At most 50 MiB of code that is loaded.'),
  /** What runs the containers. */
  containerEngine: z.enum(ENGINE_CHOICES, {
    error: `Choose one of ${ENGINE_CHOICES.join(', ')}.`,
  }),
};

/** Two to four, numbered in their order. */
const candidates = z
  .array(z.object({ id: z.enum(CANDIDATE_IDS), mode: z.enum(MODES) }))
  .min(2, 'At least two candidates.')
  .max(CANDIDATE_IDS.length, `At most ${CANDIDATE_IDS.length} candidates.`)
  .refine((all) => all.every(({ id }, at) => id === CANDIDATE_IDS[at]), 'Candidates are numbered a, b, c, d.')
  .readonly();

const perSecond = z.number().min(0);

/** How close to the described peak the run comes. */
export const PlanPeak = z.object({
  /** Busiest minutes of the described traffic. */
  describedPerSecond: perSecond,
  /** Highest rate that is meant during a turn. */
  measuredPerSecond: perSecond,
});
export type PlanPeak = z.infer<typeof PlanPeak>;

/** How an experiment is run. Everything a reader needs to repeat it. */
export const ExperimentPlan = z.object({
  candidates: candidates.default(DEFAULT_CANDIDATES),
  secondsPerCandidate: fields.secondsPerCandidate.default(30),
  warmupSeconds: fields.warmupSeconds.default(0),
  ratePerSecond: fields.ratePerSecond.default(20),
  arrivals: fields.arrivals.default('poisson'),
  traffic: fields.traffic,
  rounds: fields.rounds.default(6),
  seed: fields.seed.default(1),
  keepAliveSeconds: fields.keepAliveSeconds.default(60),
  maxConcurrency: fields.maxConcurrency.default(50),
  replicas: fields.replicas.default(1),
  cpusPerReplica: fields.cpusPerReplica.default(1),
  starts: fields.starts.default(0),
  paddingMiB: fields.paddingMiB.default(0),
  containerEngine: fields.containerEngine.default('auto'),
  /** Worked out when a run is started; absent in a form and in plans of the first release. */
  peak: PlanPeak.optional(),
});
export type ExperimentPlan = z.infer<typeof ExperimentPlan>;

/** The candidate of that number. @throws RangeError where the plan has none */
export function candidateOf(id: CandidateId, { candidates }: Pick<ExperimentPlan, 'candidates'>): Candidate {
  const found = candidates.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`No candidate of the plan is ${id}.`);
  return found;
}

/** Samples of the warm-up carry this number instead of a block's. */
export const WARM_UP_BLOCK = -1;

/** What somebody wants of a plan; what is left open is chosen for the workload, so no default may fill it in. */
export const PlanWishes = z.object(fields).partial();
export type PlanWishes = z.infer<typeof PlanWishes>;
