import { z } from 'zod';
import { TrafficPattern } from '../load/pattern.ts';
import type { HpaMetric } from '../scaling/policy.ts';
import { Distribution } from './random/distribution.ts';

const whole = (what: string) => z.number({ error: `Give ${what} as a number.` }).int(`${what} are whole.`);
const duration = z
  .number({ error: 'Give the ms.' })
  .min(0, 'At least 0 ms.')
  .max(366 * 86_400_000, 'At most a year.');
const memoryMiB = z
  .number({ error: 'Give the memory in MiB.' })
  .positive('More than 0 MiB.')
  .max(1_048_576, 'At most 1 TiB.')
  .default(1024);

export const MOST_REQUESTS = 10_000_000_000;

/** Instances of a function platform: one request at a time, started when none is idle, kept for a while. */
export const FunctionPlatform = z
  .object({
    kind: z.literal('functions'),
    warm: Distribution.describe('Service of a request that meets an idle instance.'),
    init: Distribution.optional().describe('Start of an instance; the first request comes on top.'),
    cold: Distribution.optional().describe(
      'Start and first request together, where only their sum is known.',
    ),
    keepAlive: Distribution.default({ kind: 'fixed', ms: 600_000 }).describe(
      'How long an idle instance is kept.',
    ),
    lifetime: Distribution.optional().describe(
      'Age from which an instance takes no more requests. Left out: none.',
    ),
    maxConcurrency: whole('Instances')
      .min(1, 'At least 1.')
      .optional()
      .describe('More requests at once are throttled.'),
    burst: z
      .object({
        instances: whole('Instances').min(1, 'At least 1.'),
        everyMs: duration.positive('More than 0 ms.').default(10_000),
      })
      .optional()
      .describe('New instances allowed in this time, refilled continuously. AWS Lambda: 1,000 every 10 s.'),
    warmAtStart: whole('Instances').min(0, 'At least 0.').max(100_000, 'At most 100,000.').default(0),
    billingStepMs: z.number().positive('More than 0 ms.').default(1),
    unbilledMs: duration
      .optional()
      .describe('Part of every service that is on the way and not billed. Left out: none.'),
    memoryMiB,
  })
  .refine((platform) => (platform.init === undefined) !== (platform.cold === undefined), {
    message: 'Give either init or cold.',
    path: ['init'],
  });
export type FunctionPlatform = z.infer<typeof FunctionPlatform>;

/** The API's own default for CPU. */
const HPA_PERCENT = 80;

const most = whole('Replicas').min(1, 'At least 1.').max(100_000, 'At most 100,000.');
const least = whole('Replicas').min(0, 'At least 0.').max(100_000, 'At most 100,000.');

const target = z.number({ error: 'Give the target.' }).positive('More than 0.');

/** What an HPA keeps near its target; see HpaMetric. */
const HpaTarget = z.discriminatedUnion('kind', [
  z
    .object({ kind: z.literal('cpu'), targetPercent: target.max(100, 'At most 100.').default(HPA_PERCENT) })
    .describe('CPU in use of the CPU requested; simulated as the share of the places in use.'),
  z
    .object({ kind: z.literal('per-replica'), of: z.enum(['concurrency', 'rate']), target })
    .describe('A metric of pods: requests in progress, or per second, on average over the ready replicas.'),
  z
    .object({
      kind: z.literal('total'),
      of: z
        .enum(['waiting', 'concurrency', 'rate'])
        .describe('Requests that wait (a queue), all that wait or are in progress, or arriving per second.'),
      target,
      targetType: z
        .enum(['average-value', 'value'])
        .default('average-value')
        .describe(
          'average-value: the target is what each replica carries (Kubernetes AverageValue, the default of KEDA): ceil(total / target) replicas. value: the replicas change in proportion to total / target.',
        ),
    })
    .describe('One value for all: an external or object metric.'),
]);

/** Kubernetes and Knative refuse more at least than at most. */
const isRange = ({ min, max }: { min: number; max: number }) => min <= max;
const NO_RANGE = { message: 'At most max.', path: ['min'] };

const hpaScaling = z
  .object({
    kind: z.literal('hpa'),
    min: least.default(1).describe('0 only with a total, which is seen without a replica.'),
    max: most.default(100),
    initial: least.optional().describe('Ready at the start. Left out: the least.'),
    targetPercent: target
      .max(100, 'At most 100.')
      .optional()
      .describe(`Of CPU; short for the metric cpu. Left out with the metric: ${HPA_PERCENT}.`),
    metric: HpaTarget.optional().describe('Left out: CPU.'),
  })
  .refine(isRange, NO_RANGE)
  .refine(({ metric, targetPercent }) => metric === undefined || targetPercent === undefined, {
    message: 'Give either targetPercent or metric.',
    path: ['targetPercent'],
  })
  .refine(({ min, metric }) => min > 0 || metric?.kind === 'total', {
    message: 'At least 1: only a total is seen without a replica.',
    path: ['min'],
  })
  .describe('Kubernetes HPA with its defaults, on CPU or on a metric of requests, as KEDA sets one up.');

/** What an HPA of a simulation goes by. */
export const hpaMetric = ({
  metric,
  targetPercent = HPA_PERCENT,
}: Extract<Scaling, { kind: 'hpa' }>): HpaMetric => metric ?? { kind: 'cpu', targetPercent };

export const Scaling = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), replicas: most }),
  z
    .object({
      kind: z.literal('on-demand'),
      initial: least.default(0),
      max: most.default(1000),
      keepAlive: Distribution,
    })
    .describe('A replica is started for waiting requests and ends after being idle.'),
  hpaScaling,
  z
    .object({
      kind: z.literal('kpa'),
      min: least.default(0),
      max: most.default(100),
      initial: least.default(0),
      utilization: z.number().positive('More than 0.').max(1, 'At most 1.').default(0.7),
    })
    .refine(isRange, NO_RANGE)
    .describe('Knative KPA with its defaults: wanted share of the concurrency in use.'),
]);
export type Scaling = z.infer<typeof Scaling>;

/** Replicas of a container behind one queue. */
export const ReplicaPlatform = z.object({
  kind: z.literal('replicas'),
  service: Distribution,
  start: Distribution.default({ kind: 'fixed', ms: 30_000 }).describe(
    'From the decision until it takes requests.',
  ),
  concurrency: whole('Requests').min(1, 'At least 1.').max(100_000, 'At most 100,000.').default(1),
  queueLimit: whole('Requests')
    .min(0, 'At least 0.')
    .optional()
    .describe('Most waiting; one more is rejected.'),
  queueTimeoutMs: duration.optional().describe('A request that waited longer is given up.'),
  scaling: Scaling,
  memoryMiB,
});
export type ReplicaPlatform = z.infer<typeof ReplicaPlatform>;

/** Of how real traffic is played. */
const playing = {
  copies: z
    .number()
    .positive('More than 0.')
    .max(1e6, 'At most 1,000,000.')
    .default(1)
    .describe('Requests for each one there was: 1000 is a thousand times the traffic, 0.1 a tenth.'),
  repeats: whole('Repeats').min(1, 'At least 1.').max(10_000, 'At most 10,000.').default(1),
};

/** No array is read further than this: a list of millions of wrong numbers would make millions of messages. */
const MOST_NUMBERS = 10_000_000;
const tooMany = (most: number) =>
  `Recorded traffic is kept as at most ${most.toLocaleString('en-US')} numbers.`;

const instants = (most: number) =>
  z
    .object({
      kind: z.literal('times'),
      atMs: z.array(duration).min(1, 'At least one arrival.').max(most, tooMany(most)),
      periodMs: duration
        .optional()
        .describe('When it begins anew if repeated; left out: at the last arrival.'),
      ...playing,
    })
    .describe('Known arrivals, in ms from 0, ascending.')
    .refine((list) => list.atMs.every((at, index) => at >= (list.atMs[index - 1] ?? 0)), {
      message: 'The arrivals must be ascending.',
      path: ['atMs'],
    });

const counts = (most: number) =>
  z
    .object({
      kind: z.literal('counts'),
      intervalMs: duration.positive('More than 0 ms.'),
      counts: z
        .array(z.number().min(0, 'A count is at least 0.'))
        .min(1, 'At least one interval.')
        .max(most, tooMany(most)),
      spacing: z.enum(['poisson', 'even']).default('poisson').describe('Where in their interval they come.'),
      ...playing,
    })
    .describe('Known numbers of requests in even intervals.');

/** The same with recorded traffic of at most so many numbers. */
export const arrivalsOf = (most: number) =>
  z.discriminatedUnion('kind', [...TrafficPattern.options, instants(most), counts(most)]);

/** How requests come: a pattern, or what was recorded. */
export const Arrivals = arrivalsOf(MOST_NUMBERS);
export type Arrivals = z.infer<typeof Arrivals>;

export type RecordedArrivals = Extract<Arrivals, { kind: 'times' | 'counts' }>;

/** Recorded arrivals end by themselves. */
export const isRecorded = (arrivals: Arrivals): arrivals is RecordedArrivals =>
  arrivals.kind === 'times' || arrivals.kind === 'counts';

/** A simulation, whole: with the same input it gives the same result. Times in ms. */
export const SimulationInput = z
  .object({
    $schema: z.string().optional(),
    arrivals: Arrivals,
    platform: z.discriminatedUnion('kind', [FunctionPlatform, ReplicaPlatform]),
    requests: whole('Requests')
      .min(1, 'At least 1.')
      .max(MOST_REQUESTS, 'At most 10,000,000,000.')
      .optional()
      .describe('Ends after so many requests.'),
    durationMs: duration
      .positive('More than 0 ms.')
      .optional()
      .describe('Ends after so much simulated time.'),
    seed: whole('Seeds').min(0, 'At least 0.').max(0xffffffff, 'At most 4,294,967,295.').default(1),
  })
  .refine(
    (input) => isRecorded(input.arrivals) || input.requests !== undefined || input.durationMs !== undefined,
    {
      message: 'Say when to end: give requests or durationMs.',
      path: ['requests'],
    },
  );
export type SimulationInput = z.infer<typeof SimulationInput>;
export type SimulationInputDraft = z.input<typeof SimulationInput>;
