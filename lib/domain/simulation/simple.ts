import { z } from 'zod';
import { MOST_REQUESTS, SimulationInput } from './input.ts';

const year = 366 * 86_400;
const number = (what: string) => z.number({ error: `Give ${what} as a number.` });
const service = (what: string) =>
  number(what).positive('A service time is above 0 s.').max(year, 'At most a year.');

/** The keep-alive model in six numbers: exponential gaps and service, as SimFaaS takes it. */
export const SimpleSimulation = z.strictObject({
  $schema: z.string().optional(),
  arrivalPerSecond: number('requests per second')
    .positive('A rate is above 0.')
    .max(1e6, 'At most 1,000,000.'),
  warmServiceSeconds: service('the mean warm service').describe(
    'Mean time of a request that meets an idle instance.',
  ),
  coldServiceSeconds: service('the mean cold service').describe(
    'Mean time of a request that starts one, start included.',
  ),
  expirationSeconds: number('the keep-alive')
    .min(0, 'At least 0 s.')
    .max(year, 'At most a year.')
    .describe('How long an idle instance is kept.'),
  requests: number('the requests')
    .int('Requests are whole.')
    .min(1, 'At least 1.')
    .max(MOST_REQUESTS, 'At most 10,000,000,000.'),
  seed: number('the seed')
    .int('A seed is whole.')
    .min(0, 'At least 0.')
    .max(0xffffffff, 'At most 4,294,967,295.')
    .default(1),
});
export type SimpleSimulation = z.infer<typeof SimpleSimulation>;

export const fromSimple = (simple: SimpleSimulation): SimulationInput =>
  SimulationInput.parse({
    arrivals: { kind: 'poisson', ratePerSecond: simple.arrivalPerSecond },
    platform: {
      kind: 'functions',
      warm: { kind: 'exponential', meanMs: simple.warmServiceSeconds * 1000 },
      cold: { kind: 'exponential', meanMs: simple.coldServiceSeconds * 1000 },
      keepAlive: { kind: 'fixed', ms: simple.expirationSeconds * 1000 },
    },
    requests: simple.requests,
    seed: simple.seed,
  });

/** What `crossover simulate` reads: six numbers, or a whole description. For the JSON Schema. */
export const SimulationDocument = z.union([SimpleSimulation, SimulationInput]);

/** Parses a document; it is a whole description when it names a platform or a kind of arrivals. Throws ZodError. */
export function parseSimulation(document: unknown): SimulationInput {
  const whole =
    typeof document === 'object' && document !== null && ('platform' in document || 'arrivals' in document);
  return whole ? SimulationInput.parse(document) : fromSimple(SimpleSimulation.parse(document));
}
