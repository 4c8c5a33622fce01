import { z } from 'zod';
import type { Ms, Random } from '../units.ts';

const DAY: Ms = 86_400_000;
const duration = z
  .number()
  .min(0, 'A keep-alive is at least 0 ms.')
  .max(DAY, 'A keep-alive is at most a day.');

/**
 * How long an idle environment is kept. Platforms do not say and do not keep to one figure, so it may be a
 * distribution: each environment then draws its own time whenever it goes idle.
 */
export const KeepAlive = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), ms: duration }),
  z
    .object({ kind: z.literal('uniform'), fromMs: duration, toMs: duration })
    .refine(({ fromMs, toMs }) => fromMs <= toMs, { message: 'The range is upside down.', path: ['toMs'] }),
  z.object({ kind: z.literal('exponential'), meanMs: duration }),
]);
export type KeepAlive = z.infer<typeof KeepAlive>;

/** Observed on AWS Lambda between 2021 and 2025: five to seven minutes. */
export const OBSERVED_KEEP_ALIVE: KeepAlive = { kind: 'uniform', fromMs: 300_000, toMs: 420_000 };

/** One keep-alive drawn from the distribution; never above a day. */
export function drawKeepAlive(keepAlive: KeepAlive, random: Random): Ms {
  if (keepAlive.kind === 'fixed') return keepAlive.ms;
  if (keepAlive.kind === 'uniform') {
    return keepAlive.fromMs + random() * (keepAlive.toMs - keepAlive.fromMs);
  }
  // Inverse of the exponential distribution function; random() is below 1, so the logarithm is finite.
  return Math.min(DAY, -Math.log(1 - random()) * keepAlive.meanMs);
}
