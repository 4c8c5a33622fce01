import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureReport } from '#lib/domain/report/fixture.ts';
import { loadSample } from '#lib/samples/load.ts';
import { database } from '../database/database.ts';
import { upsertEngine } from '../repositories/engines.ts';
import { findExperiment, moveExperiment } from '../repositories/experiments.ts';
import { insertReport } from '../repositories/reports.ts';
import { insertWorkload } from '../repositories/workloads.ts';
import { useTestDatabase } from '../testing/database.ts';
import { startExperiment } from './start-experiment.ts';
import { cancelSweep, getSweep, startSweep } from './sweeps.ts';

let db: AsyncDisposable;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const start = async () => {
  const { id } = await insertWorkload(loadSample('cpu'));
  return startSweep(
    id,
    { memoryMiB: [128, 512], ratePerSecond: [5, 10] },
    { secondsPerCandidate: 4, seed: 9 },
  );
};

describe('a sweep', () => {
  it('is an experiment for each combination, each with its own memory and plan', async () => {
    const sweep = await start();
    expect(sweep.experiments.map(({ label }) => label)).toEqual([
      '128 MiB, 5/s',
      '128 MiB, 10/s',
      '512 MiB, 5/s',
      '512 MiB, 10/s',
    ]);
    const last = await findExperiment(sweep.experiments[3]?.experiment.id ?? '');
    expect(last).toMatchObject({ sweepId: sweep.id, state: 'queued', workload: { memoryMiB: 512 } });
    expect(last?.plan).toMatchObject({ ratePerSecond: 10, secondsPerCandidate: 4, seed: 9 });
    expect(sweep.prepared).toBeNull();
    expect(sweep.workload).toEqual(loadSample('cpu'));
  });

  it('has its curve as soon as one is done, and keeps it when the rest is cancelled', async () => {
    const { id, experiments } = await start();
    const [first] = experiments;
    const experimentId = first?.experiment.id ?? '';
    for (const to of ['preparing', 'running', 'analysing'] as const)
      await moveExperiment(experimentId, { to });
    await insertReport({ ...fixtureReport(), experimentId });
    await moveExperiment(experimentId, { to: 'done' });
    const cancelled = await cancelSweep(id);
    expect(cancelled.experiments.map(({ experiment }) => experiment.state)).toEqual([
      'done',
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(cancelled.prepared?.sides.function.points.map(({ label }) => label)).toEqual(['128 MiB, 5/s']);
    expect(await getSweep(id)).toEqual(cancelled);
  });

  it('of rates scales a pattern to each, or stores nothing', async () => {
    const { id } = await insertWorkload(loadSample('cpu'));
    const ramp = { kind: 'ramp', fromPerSecond: 0, toPerSecond: 10, seconds: 5, spacing: 'even' } as const;
    const plan = {
      secondsPerCandidate: 20,
      rounds: 4,
      traffic: { arrivals: ramp, requests: 'thinned' },
    } as const;
    const sweep = await startSweep(id, { ratePerSecond: [50, 100] }, plan);
    const rates = sweep.experiments.map(({ experiment }) => experiment.plan.ratePerSecond);
    expect(rates.map((rate) => Math.round(rate / 10))).toEqual([5, 10]);
    const tooFast = { ...plan, traffic: { ...plan.traffic, arrivals: { ...ramp, toPerSecond: 50_000 } } };
    const before = await database().prisma.experimentRow.count();
    await expect(startSweep(id, { memoryMiB: [128, 256] }, tooFast)).rejects.toMatchObject({
      problem: { code: 'traffic-too-fast', owner: 'yours' },
    });
    expect(await database().prisma.experimentRow.count()).toBe(before);
  });

  it('of runtimes runs each variant of the workload as its code', async () => {
    const { id } = await insertWorkload(loadSample('cpu'));
    const sweep = await startSweep(id, { runtime: ['nodejs', 'python'], memoryMiB: [256, 512] }, {});
    expect(sweep.experiments.map(({ label }) => label)).toEqual([
      'Node.js, 256 MiB',
      'Node.js, 512 MiB',
      'Python, 256 MiB',
      'Python, 512 MiB',
    ]);
    const entries = sweep.experiments.map(({ experiment }) => experiment.workload.code.entry);
    expect(entries).toEqual(['handler.ts', 'handler.ts', 'python/handler.py', 'python/handler.py']);
    const last = await findExperiment(sweep.experiments[3]?.experiment.id ?? '');
    expect(last?.workload).toMatchObject({ memoryMiB: 512, code: loadSample('cpu').variants?.[0] });
    expect(last?.workload.variants).toBeUndefined();
  });

  it('of a runtime that the workload does not offer, or the machine does not have, stores nothing', async () => {
    const { variants: _, ...alone } = loadSample('cpu');
    const { id } = await insertWorkload(alone);
    const both = { runtime: ['nodejs' as const, 'python' as const] };
    const before = await database().prisma.experimentRow.count();
    await expect(startSweep(id, both, {})).rejects.toMatchObject({
      problem: { code: 'runtime-not-offered', message: expect.stringContaining('written in Node.js') },
    });
    const offering = await insertWorkload(loadSample('cpu'));
    const { machine } = fixtureReport();
    await upsertEngine(randomUUID(), { ...machine, python: null });
    await expect(startSweep(offering.id, both, {})).rejects.toMatchObject({
      problem: { code: 'runtime-missing', owner: 'yours' },
    });
    const inPython = await insertWorkload({ ...alone, code: loadSample('cpu').variants?.[0] ?? alone.code });
    await expect(startExperiment(inPython.id, {})).rejects.toMatchObject({
      problem: { code: 'runtime-missing' },
    });
    expect(await database().prisma.experimentRow.count()).toBe(before);
    await upsertEngine(randomUUID(), { ...machine, python: '3.11.2' });
    expect((await startSweep(offering.id, both, {})).experiments).toHaveLength(2);
  });

  it('that is not there is said to be not there', async () => {
    await expect(getSweep('x')).rejects.toMatchObject({ problem: { code: 'not-found' } });
    await expect(startSweep('x', { memoryMiB: [128, 256] }, {})).rejects.toMatchObject({
      problem: { code: 'not-found' },
    });
  });
});
