import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineChild, startEngine } from '#lib/cli/start/engine-child.ts';
import { isFinal } from '#lib/domain/experiment/state.ts';
import type { ExperimentEvent } from '#lib/domain/live/events.ts';
import { quickWorkload } from '#lib/samples/testing/quick.ts';
import { database } from '#lib/server/database/database.ts';
import { topics } from '#lib/server/live/publish.ts';
import { QUEUES, queue } from '#lib/server/queue/queue.ts';
import { findExperiment } from '#lib/server/repositories/experiments.ts';
import { loadSamples } from '#lib/server/repositories/samples.ts';
import { insertWorkload } from '#lib/server/repositories/workloads.ts';
import { startExperiment } from '#lib/server/services/start-experiment.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';

let db: Awaited<ReturnType<typeof useTestDatabase>>;
let engines: EngineChild[] = [];
beforeAll(async () => {
  db = await useTestDatabase();
  engines = await Promise.all([startEngine(db.url), startEngine(db.url)]);
});
afterAll(async () => {
  await Promise.all(engines.map(({ child }) => child.stop()));
  await db[Symbol.asyncDispose]();
});

/** How often each state was told: a second run would tell its states again. */
async function statesTold(id: string): Promise<string[]> {
  const rows = await database().prisma.liveEventRow.findMany({
    where: { topic: topics.experiment(id) },
    orderBy: { id: 'asc' },
  });
  return rows.flatMap(({ payload }: { payload: unknown }) => {
    const event = payload as ExperimentEvent;
    return event.kind === 'state' ? [event.state] : [];
  });
}

async function ended(id: string): Promise<string> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { state } = (await findExperiment(id)) ?? {};
    if (state && isFinal(state)) return state;
    await sleep(100);
  }
  throw new Error('It did not end.');
}

describe('two engine processes on one queue', () => {
  it('run each experiment once, also one that was queued twice', async () => {
    const { id: workload } = await insertWorkload(quickWorkload());
    const plan = { secondsPerCandidate: 2, ratePerSecond: 10, rounds: 1, starts: 0, warmupSeconds: 0 };
    const started = await Promise.all(Array.from({ length: 2 }, () => startExperiment(workload, plan)));
    // A second job of the same experiment, with an id of its own as those of earlier versions.
    const boss = await queue();
    await Promise.all(started.map(({ id }) => boss.send(QUEUES.experiment, { experimentId: id })));
    expect(await Promise.all(started.map(({ id }) => ended(id)))).toEqual(Array(2).fill('done'));
    for (const { id } of started) {
      expect(await statesTold(id)).toEqual(['queued', 'preparing', 'running', 'analysing', 'done']);
      const samples = await loadSamples(id);
      expect(new Set(samples.map(({ candidate, index }) => `${candidate} ${index}`)).size).toBe(
        samples.length,
      );
      expect(samples.length).toBe((await findExperiment(id))?.samples);
    }
    const held = await database().prisma.experimentRow.findMany({ distinct: ['engineId'] });
    expect(held.length).toBe(2);
  });
});
