import { z } from 'zod';
import { DEFAULT_MAX_AGE_DAYS } from '#lib/domain/cost/sheets/age.ts';
import { ENGINE_CHOICES } from '#lib/domain/execution/engines.ts';

/** A token that is shorter could be guessed. */
export const LEAST_TOKEN = 16;

/** Every setting that Crossover reads from its environment, in one place. */
const Env = z.object({
  /** An existing Postgres; without it the embedded one is used. */
  DATABASE_URL: z.string().optional(),
  CROSSOVER_HOST: z.string().default('127.0.0.1'),
  CROSSOVER_PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Demanded from every request except shared reports when listening beyond loopback. */
  CROSSOVER_TOKEN: z
    .string()
    .min(LEAST_TOKEN, `CROSSOVER_TOKEN needs at least ${LEAST_TOKEN} characters.`)
    .optional(),
  /** `host:port` at which a container engine publishes the port; inside of its container every address is listened at. */
  CROSSOVER_PUBLISHED: z
    .string()
    .regex(/^\S+:\d+$/, 'CROSSOVER_PUBLISHED needs a host and a port, as 127.0.0.1:3000.')
    .optional(),
  /** Names under which the product may be reached beyond loopback, comma-separated. */
  CROSSOVER_ALLOWED_HOSTS: z.string().default(''),
  /** Raw samples of a run are removed this many days after its end; 0 keeps them for ever. Reports stay. */
  CROSSOVER_KEEP_SAMPLES_DAYS: z.coerce.number().min(0).max(36_500).default(0),
  /** A price sheet older than this many days, or without a date, is named on every bill. */
  CROSSOVER_PRICE_MAX_AGE_DAYS: z.coerce.number().min(0).max(36_500).default(DEFAULT_MAX_AGE_DAYS),
  /** Function sandboxes kept ready for each memory size in use; reports then say so. */
  CROSSOVER_PRESTARTED: z.coerce.number().int().min(0).max(1_000).default(0),
  /** Other than `auto`: no other container engine is looked for. */
  CROSSOVER_CONTAINER_ENGINE: z.enum(ENGINE_CHOICES).default('auto'),
});
export type Env = z.infer<typeof Env>;

/** A variable that is empty is one that is not set: files of settings often name all of them. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  return Env.parse(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '')));
}
