import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import { fixtureReport } from '#lib/domain/report/fixture.ts';
import { loadSample } from '#lib/samples/load.ts';
import { database } from '../database/database.ts';
import { publish, topics } from '../live/publish.ts';
import { QUEUES, queue } from '../queue/queue.ts';
import { removeEngine, upsertEngine } from '../repositories/engines.ts';
import { findExperiment } from '../repositories/experiments.ts';
import { insertWorkload } from '../repositories/workloads.ts';
import { useTestDatabase } from '../testing/database.ts';
import { endUntaken } from './end-untaken.ts';
import { startExperiment } from './start-experiment.ts';
import { startLessonRun } from './start-interactive.ts';

let db: AsyncDisposable;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

/** What was told of a run: kinds of events, with the code of a problem. */
async function told(runId: string): Promise<string[]> {
  const { rows } = await database().pool.query<{ payload: InteractiveEvent }>(
    'SELECT payload FROM live_event WHERE topic = $1 ORDER BY id',
    [topics.run(runId)],
  );
  return rows.map(({ payload }) =>
    payload.kind === 'failed' ? `failed: ${payload.problem.code}` : payload.kind,
  );
}

/** A lesson that has been waiting for so long. */
async function waitingFor(seconds: number): Promise<string> {
  const { runId } = await startLessonRun('cold-start');
  await database().pool.query(
    'UPDATE pgboss.job SET created_on = now() - make_interval(secs => $2) WHERE id = $1',
    [runId, seconds],
  );
  return runId;
}

const failedJob = async (): Promise<string> => {
  const { runId } = await startLessonRun('cold-start');
  const boss = await queue();
  await boss.fail(QUEUES.interactive, runId);
  return runId;
};

/** As an engine that lives: its session holds its lock. */
async function engine(): Promise<AsyncDisposable> {
  const id = randomUUID();
  await upsertEngine(id, fixtureReport().machine);
  const session = await database().pool.connect();
  await session.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [id]);
  return {
    async [Symbol.asyncDispose]() {
      await session.query('SELECT pg_advisory_unlock_all()');
      session.release();
      await removeEngine(id);
    },
  };
}

describe('a playground or lesson run that no engine takes', () => {
  it('is ended after a minute where there is no engine, and not before', async () => {
    const [old, young] = [await waitingFor(61), await waitingFor(50)];
    await endUntaken();
    await endUntaken();
    expect(await told(old)).toEqual(['failed: not-taken', 'done']);
    expect(await told(young)).toEqual([]);
  });

  it('waits for ten minutes where an engine has others before it', async () => {
    await using _ = await engine();
    const [old, young] = [await waitingFor(601), await waitingFor(590)];
    await endUntaken();
    expect(await told(old)).toEqual(['failed: not-taken', 'done']);
    expect(await told(young)).toEqual([]);
  });

  it('is never begun after its end was told', async () => {
    const old = await waitingFor(61);
    await endUntaken();
    expect(await (await queue()).getJobById(QUEUES.interactive, old)).toBeNull();
  });
});

describe('a run whose job failed', () => {
  it('gets an end, unless it has had one', async () => {
    const [silent, ended] = [await failedJob(), await failedJob()];
    await publish(database(), topics.run(ended), { kind: 'done' });
    await endUntaken();
    expect(await told(silent)).toEqual(['failed: engine-stopped', 'done']);
    expect(await told(ended)).toEqual(['done']);
  });
});

describe('a run whose engine died', () => {
  const takenBy = async (silence: number): Promise<string> => {
    const { runId } = await startLessonRun('cold-start');
    await database().pool.query(
      `UPDATE pgboss.job SET state = 'active', started_on = now(), heartbeat_seconds = 20,
       heartbeat_on = now() - make_interval(secs => $2) WHERE id = $1`,
      [runId, silence],
    );
    return runId;
  };

  it('gets an end after two heartbeats where another engine is, and not before', async () => {
    await using _ = await engine();
    const [silent, alive] = [await takenBy(41), await takenBy(35)];
    await endUntaken();
    expect(await told(silent)).toEqual(['failed: engine-stopped', 'done']);
    expect(await told(alive)).toEqual([]);
  });

  it('gets an end at once where no engine is left', async () => {
    const taken = await takenBy(0);
    await endUntaken();
    expect(await told(taken)).toEqual(['failed: engine-stopped', 'done']);
  });
});

describe('a queued experiment', () => {
  it('fails when its job is gone, and waits as long as it has one', async () => {
    const { id: workload } = await insertWorkload(loadSample('cpu'));
    const start = () => startExperiment(workload, { secondsPerCandidate: 2, ratePerSecond: 5 });
    const [lost, kept] = [await start(), await start()];
    await (await queue()).deleteJob(QUEUES.experiment, lost.id);
    await endUntaken();
    expect(await findExperiment(lost.id)).toMatchObject({ state: 'failed', problem: { code: 'not-taken' } });
    expect(await findExperiment(kept.id)).toMatchObject({ state: 'queued', problem: null });
  });
});
