import { calibrate } from '#lib/domain/calibration/calibrate.ts';
import type { Calibration } from '#lib/domain/calibration/calibration.ts';
import { findReport } from '../repositories/reports.ts';
import { loadSamples } from '../repositories/samples.ts';
import { isUuid } from '../repositories/uuid.ts';
import { found } from './not-found.ts';

/** What a finished run gives the simulator. @throws CrossoverError when there is no report or its samples are gone. */
export async function calibrateSimulation(experimentId: string): Promise<Calibration> {
  const report = found(isUuid(experimentId) ? await findReport(experimentId) : null, 'finished report');
  return calibrate(report, await loadSamples(experimentId));
}
