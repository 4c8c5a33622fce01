import type { z } from 'zod';
import { CrossoverError } from '#lib/domain/errors.ts';

/** The flag that sets each field of a schema, e.g. `{ secondsPerCandidate: '--seconds' }`. */
export type Flags = Readonly<Record<string, string>>;

/** Of a plan's wishes, in `run` and `sweep`. */
export const PLAN_FLAGS: Flags = {
  secondsPerCandidate: '--seconds',
  ratePerSecond: '--rate',
  rounds: '--rounds',
  starts: '--starts',
  seed: '--seed',
  containerEngine: '--engine',
};

/**
 * What was given on the command line, by its schema; what is refused is named by its flag, not by the schema's field.
 * @param flags '' names the flag of what is about the whole; left out, all of them are named.
 * @throws CrossoverError `invalid-option`
 */
export function parseFlags<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  flags: Flags,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new CrossoverError(
    {
      code: 'invalid-option',
      owner: 'yours',
      message: result.error.issues.map((issue) => issueWords(issue, flags)).join(' '),
      remedy: 'Correct what is named; --help after the command shows each option.',
    },
    { cause: result.error },
  );
}

function issueWords({ path, message }: z.core.$ZodIssue, flags: Flags): string {
  const [field = '', ...rest] = path.map(String);
  const flag = flags[field];
  if (flag !== undefined) return `${[flag, ...rest.map(placeWords)].join(', ')}: ${message}`;
  const whole = flags[''];
  if (whole !== undefined) return `${[whole, path.join('.')].filter(Boolean).join(', ')}: ${message}`;
  return `${Object.values(flags).join(', ')}: ${message}`;
}

/** Values of a list are counted from 1. */
const placeWords = (place: string): string => (/^\d+$/.test(place) ? `value ${Number(place) + 1}` : place);
