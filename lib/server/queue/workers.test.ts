import type { PgBoss } from 'pg-boss';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Ms } from '#lib/domain/units.ts';
import { loadSample } from '#lib/samples/load.ts';
import { database } from '../database/database.ts';
import { topics } from '../live/publish.ts';
import { findExperiment, moveExperiment } from '../repositories/experiments.ts';
import { insertWorkload } from '../repositories/workloads.ts';
import { cancelExperiment } from '../services/cancel-experiment.ts';
import { startExperiment } from '../services/start-experiment.ts';
import { useTestDatabase } from '../testing/database.ts';
import { type ExperimentJob, openQueue, QUEUES } from './queue.ts';
import { takeJobs, type Workers } from './workers.ts';

let db: Awaited<ReturnType<typeof useTestDatabase>>;
let boss: PgBoss;
let workload: string;
beforeAll(async () => {
  db = await useTestDatabase();
  boss = await openQueue(db.url, 'worker');
  await boss.createQueue(WORK, { notify: true });
  workload = (await insertWorkload(loadSample('cpu'))).id;
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await db[Symbol.asyncDispose]();
});

/** What happened, in its order. */
let events: string[] = [];
afterEach(() => {
  events = [];
});

const WORK = 'work';
const take = (handle: (job: { name: string }) => Promise<void>, concurrency = 1) =>
  takeJobs<{ name: string }>({ boss, queue: WORK, concurrency, handle });

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** An event of the same process every second: two of them between two jobs are a gap. */
function ticking(every: Ms = 1000): Disposable {
  const timer = setInterval(() => events.push('tick'), every);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

describe('the workers of a queue', () => {
  it('take 60 waiting jobs without a gap of a second between two', async () => {
    for (let n = 0; n < 60; n += 1) await boss.send(WORK, { name: `${n}` });
    using _ = ticking();
    await using _workers = await take(async ({ name }) => void events.push(name));
    await until(() => events.filter((event) => event !== 'tick').length === 60);
    const jobs = events.filter((event) => event !== 'tick');
    expect(new Set(jobs).size).toBe(60);
    expect(events.join(' ')).not.toContain('tick tick');
  });

  it('run beside each other as many as were asked for, and no more', async () => {
    let running = 0;
    const most: number[] = [];
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await using _workers = await take(async ({ name }) => {
      most.push(++running);
      await released;
      running -= 1;
      events.push(name);
    }, 4);
    for (let n = 0; n < 8; n += 1) await boss.send(WORK, { name: `${n}` });
    await until(() => running === 4);
    release();
    await until(() => events.length === 8);
    expect(Math.max(...most)).toBe(4);
  });

  it('give back a job that was fetched while they were closing, and never count that as a try', async () => {
    await boss.send(WORK, { name: 'kept' });
    const blocker = await database().pool.connect();
    let closing: PromiseLike<void> = Promise.resolve();
    try {
      await blocker.query('BEGIN');
      await blocker.query('LOCK TABLE pgboss.job IN ACCESS EXCLUSIVE MODE');
      const workers = await take(async ({ name }) => void events.push(`first ${name}`));
      await until(async () => (await waiting()) > 0);
      closing = workers[Symbol.asyncDispose]();
    } finally {
      await blocker.query('COMMIT');
      blocker.release();
    }
    await closing;
    expect(events).toEqual([]);
    await using _next: Workers = await take(async ({ name }) => void events.push(`next ${name}`));
    await until(() => events.length > 0);
    expect(events).toEqual(['next kept']);
  });

  it('end a job whose handler throws, and go on with the next', async () => {
    await using _workers = await take(async ({ name }) => {
      events.push(name);
      if (name === 'bad') throw new Error('a defect');
    });
    await boss.send(WORK, { name: 'bad' }, { retryLimit: 0 });
    await boss.send(WORK, { name: 'good' });
    await until(() => events.includes('good'));
    expect(events).toEqual(['bad', 'good']);
  });
});

/** Statements that wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await database().pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  );
  return rows[0]?.n ?? 0;
}

describe('20 experiments of which 19 are cancelled', () => {
  it('leave one job in the queue, which is the next thing that happens', async () => {
    const start = () => startExperiment(workload, { secondsPerCandidate: 2, ratePerSecond: 5 });
    const others = (await Promise.all(Array.from({ length: 19 }, start))).map(({ id }) => id);
    const { id: last } = await start();
    await Promise.all(others.map(cancelExperiment));
    await using _workers = await takeJobs<ExperimentJob>({
      ...{ boss, queue: QUEUES.experiment, concurrency: 1 },
      handle: async ({ experimentId }) => {
        await moveExperiment(experimentId, { to: 'preparing' });
        events.push(experimentId);
      },
    });
    await until(() => events.length > 0);
    expect(events).toEqual([last]);
    expect((await findExperiment(last))?.state).toBe('preparing');
    const told = await database().prisma.liveEventRow.findMany({
      where: { topic: { in: others.map(topics.experiment) } },
      orderBy: { id: 'asc' },
    });
    const states = told.map(({ payload }) => Object(payload).state);
    expect(states).toEqual([...Array(19).fill('queued'), ...Array(19).fill('cancelled')]);
  });
});
