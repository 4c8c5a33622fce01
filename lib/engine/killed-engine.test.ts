import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineChild, startEngine } from '#lib/cli/start/engine-child.ts';
import { PlaygroundRequest } from '#lib/domain/interactive/interactive.ts';
import { below } from '#lib/executors/host/process-tree.ts';
import { isRunning } from '#lib/executors/host/testing/processes.ts';
import { quickWorkload } from '#lib/samples/testing/quick.ts';
import { database } from '#lib/server/database/database.ts';
import { topics } from '#lib/server/live/publish.ts';
import { findExperiment } from '#lib/server/repositories/experiments.ts';
import { loadSamples } from '#lib/server/repositories/samples.ts';
import { insertWorkload } from '#lib/server/repositories/workloads.ts';
import { startExperiment } from '#lib/server/services/start-experiment.ts';
import { startPlaygroundRun } from '#lib/server/services/start-interactive.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';

let db: Awaited<ReturnType<typeof useTestDatabase>>;
const engines: EngineChild[] = [];
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(async () => {
  for (const engine of engines) await engine.child.stop();
  await db[Symbol.asyncDispose]();
});

const engine = async () => {
  const started = await startEngine(db.url);
  engines.push(started);
  return started;
};

const HANGING = PlaygroundRequest.parse({
  ...{ sides: ['function'], timeoutMs: 60_000 },
  code: {
    ...{ entry: 'h.mjs', handler: 'handler' },
    files: [
      {
        path: 'h.mjs',
        content: 'export const handler = () => new Promise(() => setInterval(() => {}, 1000));',
      },
    ],
  },
});

/** The kinds of what was told of a run, oldest first. */
async function toldOf(runId: string): Promise<string[]> {
  const { rows } = await database().pool.query<{ kind: string }>(
    "SELECT payload->>'kind' AS kind FROM live_event WHERE topic = $1 ORDER BY id",
    [topics.run(runId)],
  );
  return rows.map(({ kind }) => kind);
}

async function eventually(check: () => boolean | Promise<boolean>, seconds = 50): Promise<boolean> {
  for (let tries = 0; tries < seconds * 10; tries += 1) {
    if (await check()) return true;
    await sleep(100);
  }
  return false;
}

describe('an engine that is killed with -9 in a run', () => {
  it('leaves its samples, no process, and an experiment that the next engine marks interrupted', async () => {
    const first = await engine();
    const { id } = await insertWorkload(quickWorkload());
    const experiment = await startExperiment(id, {
      secondsPerCandidate: 20,
      ratePerSecond: 20,
      rounds: 20,
      starts: 0,
      warmupSeconds: 0,
    });
    expect(
      await eventually(async () =>
        (await loadSamples(experiment.id)).some(({ candidate }) => candidate === 'b'),
      ),
    ).toBe(true);
    const { runId } = await startPlaygroundRun('browser', HANGING);
    expect(await eventually(async () => (await toldOf(runId)).includes('doing'))).toBe(true);
    const pid = first.child.process.pid ?? 0;
    const made = below(pid);
    expect(made.length).toBeGreaterThan(0);
    first.child.process.kill('SIGKILL');
    const kept = (await loadSamples(experiment.id)).length;

    await engine();
    expect(await eventually(async () => (await findExperiment(experiment.id))?.state === 'interrupted')).toBe(
      true,
    );
    expect((await findExperiment(experiment.id))?.problem).toMatchObject({ code: 'engine-stopped' });
    // The next engine tells before it takes anything; nobody waits for a heartbeat.
    expect((await toldOf(runId)).slice(-2)).toEqual(['failed', 'done']);
    expect((await loadSamples(experiment.id)).length).toBeGreaterThanOrEqual(kept);
    expect(kept).toBeGreaterThan(0);
    expect(await eventually(() => made.filter(isRunning).length === 0)).toBe(true);
  });

  it('does not stop the next experiment from running', async () => {
    const { id } = await insertWorkload(quickWorkload());
    const experiment = await startExperiment(id, {
      secondsPerCandidate: 2,
      ratePerSecond: 10,
      rounds: 1,
      starts: 0,
      warmupSeconds: 0,
    });
    expect(await eventually(async () => (await findExperiment(experiment.id))?.state === 'done', 50)).toBe(
      true,
    );
  });
});
