import { CrossoverError } from '#lib/domain/errors.ts';
import { DISK_FULL, machineState } from '#lib/domain/machine-state.ts';

/** Whether this was thrown because the disk, or the user's share of it, is full. */
export const isDiskFull = (error: unknown): boolean => machineState(error) === DISK_FULL;

/** A full disk as an error that says what to do; anything else as it came. */
export const toldOfDisk = (error: unknown): unknown =>
  !isDiskFull(error) || (error instanceof CrossoverError && error.problem.code === DISK_FULL.code)
    ? error
    : new CrossoverError(DISK_FULL, { cause: error });
