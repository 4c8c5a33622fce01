import { CrossoverError } from '#lib/domain/errors.ts';

/** The value, or the error that the API answers with 404. */
export function found<T>(value: T | null, what: string): T {
  if (value !== null) return value;
  throw new CrossoverError({
    code: 'not-found',
    owner: 'yours',
    message: `There is no such ${what}.`,
    remedy: 'Check the address; it may have been deleted, or belong to another Crossover.',
  });
}
