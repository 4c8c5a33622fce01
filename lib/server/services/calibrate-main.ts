// Calibrates the simulator from one run in a thread of its own: millions of samples take seconds and much memory.
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { calibrate } from '#lib/domain/calibration/calibrate.ts';
import type { Calibration } from '#lib/domain/calibration/calibration.ts';
import { toProblem } from '#lib/domain/errors.ts';
import { database } from '../database/database.ts';
import type { ThreadEnd } from '../in-thread.ts';
import { findReport } from '../repositories/reports.ts';
import { loadSamples } from '../repositories/samples.ts';
import { found } from './not-found.ts';

const tell = (message: ThreadEnd<Calibration>) => parentPort?.postMessage(message);

try {
  const experimentId = z.uuid().parse(workerData);
  const report = found(await findReport(experimentId), 'finished report');
  tell({ kind: 'result', result: calibrate(report, await loadSamples(experimentId)) });
} catch (error) {
  tell({ kind: 'failed', problem: toProblem(error) });
} finally {
  await database().close();
}
