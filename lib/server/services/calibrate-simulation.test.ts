import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSamples } from '#lib/bench/storage/samples.ts';
import { calibrate } from '#lib/domain/calibration/calibrate.ts';
import { fixtureReport } from '#lib/domain/report/fixture.ts';
import { insertExperiment } from '../repositories/experiments.ts';
import { insertReport } from '../repositories/reports.ts';
import { insertSamples, loadSamples } from '../repositories/samples.ts';
import { insertWorkload } from '../repositories/workloads.ts';
import { useTestDatabase } from '../testing/database.ts';
import { calibrateSimulation } from './calibrate-simulation.ts';

const report = fixtureReport();
let db: AsyncDisposable;
let id: string;
beforeAll(async () => {
  db = await useTestDatabase();
  const { plan } = report;
  const workload = await insertWorkload(report.workload);
  ({ id } = await insertExperiment(workload.id, plan));
  await insertSamples(id, makeSamples(60_000, plan.rounds, plan.ratePerSecond));
  await insertReport({ ...report, experimentId: id });
});
afterAll(() => db[Symbol.asyncDispose]());

describe('the calibration of the simulator from a run', () => {
  it('is the same as in this thread, which serves others meanwhile', async () => {
    const samples = await loadSamples(id);
    let turns = 0;
    const others = setInterval(() => turns++, 10);
    const made = await calibrateSimulation(id);
    clearInterval(others);
    expect(made).toEqual(calibrate({ ...report, experimentId: id }, samples));
    expect(turns).toBeGreaterThan(3);
  });

  it('fails by itself when the samples do not fit into its memory', async () => {
    await expect(calibrateSimulation(id, 24)).rejects.toMatchObject({
      problem: { code: 'calibration-too-large', owner: 'ours' },
    });
  });

  it('needs a finished run', async () => {
    for (const none of [randomUUID(), 'x', "1'; DROP TABLE report; --"]) {
      await expect(calibrateSimulation(none)).rejects.toMatchObject({ problem: { code: 'not-found' } });
    }
  });
});
