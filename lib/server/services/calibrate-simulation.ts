import { join } from 'node:path';
import type { Calibration } from '#lib/domain/calibration/calibration.ts';
import type { Problem } from '#lib/domain/errors.ts';
import type { MiB, Ms } from '#lib/domain/units.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { inThread } from '../in-thread.ts';
import { isUuid } from '../repositories/uuid.ts';
import { found } from './not-found.ts';

/** Room for a million samples. */
const HEAP: MiB = 1024;
const LIMIT: Ms = 30_000;
// By its place in the checkout, for the web process runs a bundle of this file.
const PROGRAM = join(projectRoot, 'lib/server/services/calibrate-main.ts');

const TOO_MUCH: Problem = {
  code: 'calibration-too-large',
  owner: 'ours',
  message: 'The samples of this run are too many to calibrate the simulator from them.',
  remedy: 'Run it with a lower rate or fewer seconds. The samples are kept and can be downloaded.',
};

let last: Promise<unknown> = Promise.resolve();

/**
 * Figures that a finished run gives the simulator. One run at a time, so that many who ask take no more memory than one.
 * @throws CrossoverError when there is no report, its samples are gone, or they are too many
 */
export function calibrateSimulation(experimentId: string, heap: MiB = HEAP): Promise<Calibration> {
  const mine = last.then(() => {
    const data = found(isUuid(experimentId) ? experimentId : null, 'finished report');
    const limits = { heap, limit: LIMIT, tooLarge: TOO_MUCH, tooSlow: TOO_MUCH };
    return inThread<Calibration>({ program: PROGRAM, data, ...limits });
  });
  last = mine.catch(() => {});
  return mine;
}
