import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sample } from '#lib/domain/execution/sample.ts';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { shownTime } from '#lib/domain/live/experiment-times.ts';
import { keepTrace } from '#lib/domain/load/keep-trace.ts';
import { fixtureReport } from '#lib/domain/report/fixture.ts';
import { summaryOf } from '#lib/domain/report/report-summary.ts';
import { loadSample } from '#lib/samples/load.ts';
import { database } from '../database/database.ts';
import { samplesDownload } from '../http/downloads.ts';
import { getSharedReport } from '../services/get-shared-report.ts';
import { shareReport } from '../services/share-report.ts';
import { useTestDatabase } from '../testing/database.ts';
import { listExperiments } from './experiment-list.ts';
import { findExperiment, insertExperiment, moveExperiment } from './experiments.ts';
import { insertReport, listShares, revokeShare } from './reports.ts';
import { deleteOldSamples, insertSamples, loadSamples } from './samples.ts';
import { storeNamespace } from './store-items.ts';
import { findWorkload, insertWorkload, listWorkloads } from './workloads.ts';

let db: AsyncDisposable;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const plan = ExperimentPlan.parse({});
const newExperiment = async () => insertExperiment((await insertWorkload(loadSample('cpu'))).id, plan);

const inList = async (id: string) =>
  (await listExperiments({ limit: 100 })).experiments.find((one) => one.id === id);

const sample = (index: number): Sample => ({
  candidate: 'a',
  block: 0,
  index,
  scheduledAt: index,
  sentAt: index + 0.25,
  receivedAt: index + 10.5,
  queued: 0,
  init: 1.5,
  handler: 8.125,
  reported: index % 2 === 0 ? null : 7.0625,
  billed: 10,
  cold: index === 0,
  outcome: index === 1 ? 'timeout' : 'ok',
  status: index === 1 ? null : 200,
  instanceId: index === 1 ? null : "it's ☃",
});

describe('workloads and experiments', () => {
  it('come back as they went in', async () => {
    const workload = loadSample('blog');
    const { id } = await insertWorkload(workload);
    expect((await findWorkload(id))?.workload).toEqual(workload);
    const experiment = await insertExperiment(id, plan);
    expect(await findExperiment(experiment.id)).toMatchObject({
      state: 'queued',
      plan,
      samples: 0,
    });
    expect((await findWorkload(id))?.experiments).toHaveLength(1);
  });

  it('keep a trace whole, and none of it in lists', async () => {
    const atMs = Array.from({ length: 9999 }, (_, index) => index / 3);
    const traffic = keepTrace({ kind: 'times', atMs, copies: 1, repeats: 1 }, 'log.csv');
    const { id: workloadId } = await insertWorkload(loadSample('cpu'));
    const { id } = await insertExperiment(workloadId, { ...plan, traffic });
    expect((await findExperiment(id))?.plan.traffic).toEqual(traffic);
    const listed = await inList(id);
    expect(listed).toMatchObject({ name: 'CPU-bound', state: 'queued', summary: null });
    expect(JSON.stringify(listed).length).toBeLessThan(1000);
  });

  it('are shown at the time of their report, everywhere the same', async () => {
    const { id, workloadId } = await newExperiment();
    const shown = async () => [
      await findExperiment(id),
      await inList(id),
      (await findWorkload(workloadId))?.experiments.find((one) => one.id === id),
    ];
    for (const one of await shown()) expect(one && shownTime(one)).toBe(one?.createdAt);
    const createdAt = '2026-01-02T03:04:05.678Z';
    await insertReport({ ...fixtureReport(), experimentId: id, createdAt });
    for (const one of await shown()) expect(one && shownTime(one)).toBe(createdAt);
  });

  it('are listed page by page, newest first, each once and none left out', async () => {
    const made: string[] = [];
    for (let n = 0; n < 7; n += 1) made.push((await newExperiment()).id);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const { experiments, next } = await listExperiments({ limit: 3, after });
      expect(experiments.length).toBeLessThanOrEqual(3);
      seen.push(...experiments.map(({ id }) => id));
      after = next ?? undefined;
    } while (after !== undefined);
    expect(seen.slice(0, 7)).toEqual(made.toReversed());
    expect(new Set(seen).size).toBe(seen.length);
    const { workloads, next } = await listWorkloads(2);
    expect(workloads).toMatchObject([
      { name: 'CPU-bound', runs: 1, latest: 'queued' },
      { runs: 1, latest: 'queued' },
    ]);
    expect((await listWorkloads(2, next ?? undefined)).workloads[0]?.id).not.toBe(workloads[1]?.id);
    expect(JSON.stringify(workloads).length).toBeLessThan(1000);
  });

  it('are listed by their state', async () => {
    const [queued, cancelled] = [await newExperiment(), await newExperiment()];
    await moveExperiment(cancelled.id, { to: 'cancelled' });
    const listed = await listExperiments({ limit: 100, state: 'cancelled' });
    const ids = listed.experiments.map(({ id }) => id);
    expect([ids.includes(queued.id), ids.includes(cancelled.id)]).toEqual([false, true]);
  });

  it('answer null for what cannot be an id', async () => {
    expect(await findWorkload("1'; DROP TABLE workload; --")).toBeNull();
    expect(await findExperiment('')).toBeNull();
  });

  it('of two that take one experiment, one gets it', async () => {
    const { id } = await newExperiment();
    const engine = '01a1fbb9-51e2-710b-80fa-ec273c0c74fa';
    const take = () => moveExperiment(id, { to: 'preparing', engineId: engine });
    const taken = await Promise.all(Array.from({ length: 8 }, take));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('make only legal moves', async () => {
    const { id } = await newExperiment();
    expect(await moveExperiment(id, { to: 'done' })).toBe(false);
    expect(await moveExperiment(id, { to: 'cancelled' })).toBe(true);
    expect(await moveExperiment(id, { to: 'preparing' })).toBe(false);
    expect((await findExperiment(id))?.endedAt).not.toBeNull();
  });
});

describe('samples', () => {
  it('keep every digit and every null', async () => {
    const { id } = await newExperiment();
    const samples = [0, 1, 2].map(sample);
    await insertSamples(id, samples);
    await insertSamples(id, []);
    expect(await loadSamples(id)).toEqual(samples);
    expect((await findExperiment(id))?.samples).toBe(3);
  });

  it('may be many, of both sides and of a warm-up, and come back by candidate and index', async () => {
    const { id } = await newExperiment();
    const many = Array.from({ length: 300 }, (_, at) => ({ ...sample(at), instanceId: `e${at % 7}` }));
    const warmUp = { ...sample(0), index: -1, block: -1, scheduledAt: -0.1 };
    const other = { ...sample(5), candidate: 'b' as const, block: 3 };
    await insertSamples(id, [...many.slice(100), other, warmUp]);
    // One by one, so that there are more chunks than are read at once.
    for (const one of many.slice(0, 100)) await insertSamples(id, [one]);
    expect(await loadSamples(id)).toEqual([warmUp, ...many, other]);
    expect((await findExperiment(id))?.samples).toBe(302);
  });

  it('are streamed as CSV and as JSON lines', async () => {
    const { id } = await newExperiment();
    await insertSamples(id, [0, 1, 2].map(sample));
    const text = async (format: 'csv' | 'jsonl') => (await samplesDownload({ id, plan }, format)).text();
    expect((await text('csv')).trimEnd().split('\r\n')).toHaveLength(4);
    expect(
      (await text('jsonl'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).index),
    ).toEqual([0, 1, 2]);
  });

  it('are removed when they are older than the setting, and the download says so', async () => {
    const [old, fresh] = [await newExperiment(), await newExperiment()];
    for (const { id } of [old, fresh]) {
      await insertSamples(id, [sample(0)]);
      await moveExperiment(id, { to: 'cancelled' });
    }
    await database().pool.query("UPDATE experiment SET ended_at = now() - interval '8 days' WHERE id = $1", [
      old.id,
    ]);
    expect(await deleteOldSamples(7)).toBe(1);
    expect(await deleteOldSamples(7)).toBe(0);
    expect(await loadSamples(old.id)).toEqual([]);
    expect(await loadSamples(fresh.id)).toHaveLength(1);
    expect((await findExperiment(old.id))?.samplesDeletedAt).not.toBeNull();
    await expect(samplesDownload(old)).rejects.toMatchObject({ problem: { code: 'samples-deleted' } });
  });

  it('are stored once', async () => {
    const { id } = await newExperiment();
    await insertSamples(id, [sample(0)]);
    await expect(insertSamples(id, [sample(0)])).rejects.toThrow(/duplicate key/);
  });
});

describe('reports and shares', () => {
  const stored = async () => {
    const { id } = await newExperiment();
    const report = { ...fixtureReport(), experimentId: id };
    await insertReport(report);
    return { id, report };
  };

  it('are immutable in the database itself', async () => {
    const { id } = await stored();
    const change = database().pool.query(`UPDATE report SET document = '{}' WHERE experiment_id = $1`, [id]);
    await expect(change).rejects.toThrow('a report is immutable');
  });

  it('give the list its verdict and only one experiment its report', async () => {
    const { id, report } = await stored();
    expect(await inList(id)).toMatchObject({ state: 'queued', summary: summaryOf(report) });
    expect((await findExperiment(id))?.report).toEqual(JSON.parse(JSON.stringify(report)));
  });

  it('that were stored before there were summaries get theirs from the first list, once', async () => {
    const { id, report } = await stored();
    const { pool } = database();
    const kept = async () => (await pool.query('SELECT summary FROM experiment WHERE id = $1', [id])).rows[0];
    for (const before of ['NULL', `'{"version": 0}'`]) {
      await pool.query(`UPDATE experiment SET summary = ${before} WHERE id = $1`, [id]);
      expect((await inList(id))?.summary).toEqual(summaryOf(report));
      expect((await kept()).summary).toEqual(summaryOf(report));
    }
  });

  it('that have no summary yet give the lists of workloads their verdict all the same', async () => {
    const { id, report } = await stored();
    const workloadId = (await findExperiment(id))?.workloadId ?? '';
    const choices = [
      async () => (await findWorkload(workloadId))?.experiments[0]?.choice,
      async () => (await listWorkloads(100)).workloads.find((one) => one.id === workloadId)?.choice,
    ];
    for (const choice of choices) {
      await database().pool.query('UPDATE experiment SET summary = NULL WHERE id = $1', [id]);
      expect(await choice()).toBe(report.verdict.choice);
    }
  });

  it('that cannot be read do not keep the others from being listed', async () => {
    const [broken, whole] = [await newExperiment(), await stored()];
    const document = { version: 1, nothing: true };
    await database().prisma.reportRow.create({ data: { experimentId: broken.id, version: 1, document } });
    expect((await inList(broken.id))?.summary).toBeNull();
    expect((await inList(whole.id))?.summary).not.toBeNull();
  });

  it('are shared by an unguessable link until it is revoked, and never again', async () => {
    const { id, report } = await stored();
    const [one, other] = [await shareReport(id), await shareReport(id)];
    expect(one.slug).toMatch(/^[\w-]{22}$/);
    expect(one.slug).not.toBe(other.slug);
    expect((await getSharedReport(one.slug))?.verdict).toEqual(report.verdict);
    expect(await revokeShare(one.slug)).toBe(true);
    expect(await revokeShare(one.slug)).toBe(false);
    expect(await getSharedReport(one.slug)).toBeNull();
    expect(await getSharedReport('../../etc/passwd')).toBeNull();
    expect((await listShares(id)).map(({ slug }) => slug)).toEqual([other.slug]);
  });

  it('cannot be shared before there is one', async () => {
    const { id } = await newExperiment();
    await expect(shareReport(id)).rejects.toMatchObject({ problem: { code: 'not-found' } });
  });
});

describe('the store of the samples', () => {
  it('keeps namespaces apart and takes a key as it is', async () => {
    const [one, other] = [storeNamespace('one'), storeNamespace('other')];
    await one.put('post:1', { title: '100%_' });
    await one.put('post:2', [1, null]);
    await one.put('%', 'x');
    await one.put('post:1', { title: 'changed' });
    expect(await one.get('post:1')).toEqual({ title: 'changed' });
    expect(await other.get('post:1')).toBeUndefined();
    expect((await one.list('post:', 10, 1000)).map(({ key }) => key)).toEqual(['post:1', 'post:2']);
    expect(await one.list('%', 10, 1000)).toHaveLength(1);
    // Only as much as was asked for leaves the database, and one more to tell that there is more.
    expect((await one.list('post:', 10, 5)).map(({ key }) => key)).toEqual(['post:1']);
    expect(await one.delete('post:2')).toBe(true);
    expect(await one.delete('post:2')).toBe(false);
    await one.clear();
    expect(await one.list('', 10, 1000)).toEqual([]);
  });
});
