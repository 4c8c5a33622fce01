import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSamples } from '#lib/bench/storage/samples.ts';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { buildRunReport } from '#lib/domain/report/build-run-report.ts';
import { fixtureInput } from '#lib/domain/report/fixture.ts';
import { loadSample } from '#lib/samples/load.ts';
import { insertExperiment } from '#lib/server/repositories/experiments.ts';
import { insertSamples, loadSamples } from '#lib/server/repositories/samples.ts';
import { insertWorkload } from '#lib/server/repositories/workloads.ts';
import { currentPriceBook } from '#lib/server/services/own-prices.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { systemClock } from '../clock.ts';
import { createInteractive } from '../interactive/interactive.ts';
import { Board, openExecutors, play } from '../interactive/testing/stage.ts';
import { OpenStores } from '../stores/open-stores.ts';
import { buildInWorker } from './build-in-worker.ts';
import type { ReportJob } from './messages.ts';

const stack = new AsyncDisposableStack();
let workload: string;
let large: ReportJob;
const plan = ExperimentPlan.parse({ secondsPerCandidate: 150, ratePerSecond: 1000, rounds: 5 });
beforeAll(async () => {
  stack.use(await useTestDatabase());
  workload = (await insertWorkload(loadSample('cpu'))).id;
  large = await measured(60_000);
});
afterAll(() => stack.disposeAsync());

/** A run that stored so many samples. */
async function measured(count: number): Promise<ReportJob> {
  const { id } = await insertExperiment(workload, plan);
  await insertSamples(id, makeSamples(count, plan.rounds, plan.ratePerSecond));
  const { samples: _samples, month: _month, ...input } = fixtureInput([]);
  return { ...input, experimentId: id, plan, book: await currentPriceBook() };
}

const never = new AbortController().signal;

describe('a report that is built in a thread of its own', () => {
  it('is the one that is built in this one', async () => {
    const job = await measured(2000);
    const report = await buildInWorker(job, { signal: never });
    expect(report).toEqual(buildRunReport({ ...job, samples: await loadSamples(job.experimentId) }));
  });

  it('lets the playground answer meanwhile', async () => {
    const { executors, close } = openExecutors();
    stack.defer(close);
    const board = new Board();
    const stores = stack.use(new OpenStores(systemClock));
    const interactive = stack.use(createInteractive({ executors, stores, publish: board.publish }));
    const handler = 'export const handler = () => "here";';
    await interactive.handle(play(handler, { sides: ['function'] }));
    const events: string[] = [];
    const began = Promise.withResolvers<void>();
    const onBuilding = () => began.resolve();
    const report = buildInWorker(large, { signal: never, onBuilding }).then(() => events.push('report'));
    await began.promise;
    const press = play(handler, { sides: ['function'] });
    await interactive.handle(press);
    events.push('answer');
    await report;
    expect(events).toEqual(['answer', 'report']);
    expect(board.invocations(press.runId)).toMatchObject([{ outcome: 'ok', body: 'here' }]);
  });

  it('is given up when the run is cancelled', async () => {
    const cancel = new AbortController();
    const onBuilding = () => cancel.abort(new Error('cancelled'));
    await expect(buildInWorker(large, { signal: cancel.signal, onBuilding })).rejects.toThrow('cancelled');
    await expect(buildInWorker(large, { signal: cancel.signal })).rejects.toThrow('cancelled');
  });

  it('fails by itself when the samples do not fit into its memory', async () => {
    await expect(buildInWorker(large, { signal: never, heap: 16 })).rejects.toMatchObject({
      problem: { code: 'report-too-large', owner: 'ours' },
    });
  });

  it('is ended when it takes too long', async () => {
    await expect(buildInWorker(large, { signal: never, limit: 1 })).rejects.toMatchObject({
      problem: { code: 'report-too-slow', owner: 'ours' },
    });
  });

  it('fails for the reason for which it fails in this thread', async () => {
    const job = await measured(100);
    const impossible = { ...job, plan: { ...plan, cpusPerReplica: 1e6 } };
    const reason = expect.objectContaining({ code: expect.any(String), message: expect.any(String) });
    await expect(buildInWorker(impossible, { signal: never })).rejects.toMatchObject({ problem: reason });
  });
});
