import { CrossoverError } from '#lib/domain/errors.ts';
import { crossoverHome } from './home.ts';

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);

/** Whether this was thrown because the disk, or the user's share of it, is full. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error &&
  (FULL.has((error as NodeJS.ErrnoException).code) || (error.cause !== undefined && isDiskFull(error.cause)));

/** A full disk as an error that says what to do; anything else as it came. */
export const toldOfDisk = (error: unknown): unknown =>
  !isDiskFull(error) || (error instanceof CrossoverError && error.problem.code === 'disk-full')
    ? error
    : new CrossoverError(
        {
          code: 'disk-full',
          owner: 'yours',
          message: 'The disk is full.',
          remedy: `Free some space where ${crossoverHome()} is, or start Crossover with CROSSOVER_HOME elsewhere.`,
          detail: String(error),
        },
        { cause: error },
      );
