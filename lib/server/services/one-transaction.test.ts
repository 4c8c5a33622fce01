import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AsynchronousPolicy } from '#lib/domain/functions/asynchronous.ts';
import { FunctionConfiguration } from '#lib/domain/functions/configuration.ts';
import type { StoredVersion } from '#lib/executors/function/service/store.ts';
import { loadSample } from '#lib/samples/load.ts';
import { database } from '../database/database.ts';
import { queue } from '../queue/queue.ts';
import { findExperiment } from '../repositories/experiments.ts';
import { functionStore } from '../repositories/functions.ts';
import { insertWorkload } from '../repositories/workloads.ts';
import { useTestDatabase } from '../testing/database.ts';
import { cancelExperiment } from './cancel-experiment.ts';
import { startExperiment } from './start-experiment.ts';
import { cancelSweep, getSweep, startSweep } from './sweeps.ts';

let db: AsyncDisposable;
let workload: string;
beforeAll(async () => {
  db = await useTestDatabase();
  await queue();
  workload = (await insertWorkload(loadSample('cpu'))).id;
});
afterAll(() => db[Symbol.asyncDispose]());

const sql = (text: string) => database().pool.query(text);

/** What can fail after something else was written: the queue, and the events. */
const FAULTS = {
  queue: {
    make: 'ALTER SCHEMA pgboss RENAME TO away',
    mend: 'ALTER SCHEMA away RENAME TO pgboss',
  },
  events: {
    make: 'ALTER TABLE live_event ADD CONSTRAINT broken CHECK (false) NOT VALID',
    mend: 'ALTER TABLE live_event DROP CONSTRAINT broken',
  },
} as const;
const NAMES = Object.keys(FAULTS) as (keyof typeof FAULTS)[];

async function failing(fault: keyof typeof FAULTS, work: () => Promise<unknown>): Promise<void> {
  await sql(FAULTS[fault].make);
  try {
    await expect(work()).rejects.toThrow();
  } finally {
    await sql(FAULTS[fault].mend);
  }
}

/** How many rows each table holds that a service writes. */
async function rows(): Promise<Record<string, number>> {
  const tables = ['experiment', 'sweep', 'live_event', 'pgboss.job'];
  const counts = await Promise.all(tables.map((table) => sql(`SELECT count(*)::int AS n FROM ${table}`)));
  return Object.fromEntries(tables.map((table, at) => [table, counts[at]?.rows[0].n]));
}

const PLAN = { secondsPerCandidate: 2, ratePerSecond: 5 };
const AXES = { memoryMiB: [128, 256] };

describe.each(NAMES)('when the %s fail', (fault) => {
  it('an experiment is not stored, and the next one is', async () => {
    const before = await rows();
    await failing(fault, () => startExperiment(workload, PLAN));
    expect(await rows()).toEqual(before);
    await startExperiment(workload, PLAN);
    const after = await rows();
    expect(after).toEqual({
      ...before,
      experiment: (before.experiment ?? 0) + 1,
      live_event: (before.live_event ?? 0) + 1,
      'pgboss.job': (before['pgboss.job'] ?? 0) + 1,
    });
  });

  it('nothing of a sweep is stored', async () => {
    const before = await rows();
    await failing(fault, () => startSweep(workload, AXES, PLAN));
    expect(await rows()).toEqual(before);
  });

  it('an experiment stays queued that somebody wants to cancel, and a sweep with all of its own', async () => {
    const { id } = await startExperiment(workload, PLAN);
    const sweep = await startSweep(workload, AXES, PLAN);
    const before = await rows();
    await failing(fault, () => cancelExperiment(id));
    await failing(fault, () => cancelSweep(sweep.id));
    expect(await rows()).toEqual(before);
    expect((await findExperiment(id))?.state).toBe('queued');
    const states = (await getSweep(sweep.id)).experiments.map(({ experiment }) => experiment.state);
    expect(states).toEqual(['queued', 'queued']);
    await cancelExperiment(id);
    expect((await findExperiment(id))?.state).toBe('cancelled');
  });
});

describe('a function of the Lambda API', () => {
  it('is stored with its version, or not at all', async () => {
    const store = functionStore();
    const settings = {
      ...{ name: 'greet', reserved: null, provisioned: {}, lastPublished: 0 },
      asynchronous: AsynchronousPolicy.parse({}),
    };
    const configuration = FunctionConfiguration.parse({ runtime: 'nodejs', handler: 'index.handler' });
    const meta = {
      ...{ name: 'greet', version: '$LATEST', configuration, revisionId: 'r', codeSha256: '', codeBytes: 3 },
      lastModified: '2026-11-29T00:00:00.000Z',
    };
    const version: StoredVersion = { meta, package: { kind: 'zip', bytes: Buffer.from('zip') } };
    await sql('ALTER TABLE function_version RENAME TO gone');
    await expect(store.saveVersion(settings, version)).rejects.toThrow();
    await sql('ALTER TABLE gone RENAME TO function_version');
    expect((await sql('SELECT name FROM function')).rows).toEqual([]);
    await store.saveVersion(settings, version);
    await store.saveVersion(
      { ...settings, lastPublished: 1 },
      { ...version, meta: { ...meta, version: '1' } },
    );
    await store.removeVersion({ ...settings, lastPublished: 2 }, '1');
    const [kept] = await store.all();
    expect(kept).toMatchObject({ lastPublished: 2, versions: [{ meta: { version: '$LATEST' } }] });
  });
});

describe('a queue that could not be opened', () => {
  it('is opened by the next who needs it', async () => {
    const opened = await queue();
    Reflect.deleteProperty(globalThis, 'crossoverQueue');
    await sql('ALTER SCHEMA pgboss RENAME TO away');
    await sql('CREATE SCHEMA pgboss');
    await sql('CREATE TABLE pgboss.version (nothing int)');
    await expect(startExperiment(workload, PLAN)).rejects.toThrow();
    await sql('DROP SCHEMA pgboss CASCADE');
    await sql('ALTER SCHEMA away RENAME TO pgboss');
    expect((await startExperiment(workload, PLAN)).state).toBe('queued');
    await opened.stop({ graceful: false });
  });
});
