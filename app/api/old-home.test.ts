import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFinal } from '#lib/domain/experiment/state.ts';
import type { ExperimentPage, ExperimentView, SweepView, WorkloadPage } from '#lib/domain/live/api.ts';
import { REPORT_VERSION, type Report } from '#lib/domain/report/report.ts';
import { database } from '#lib/server/database/database.ts';
import { readMigrations } from '#lib/server/database/migrate.ts';
import { functionStore } from '#lib/server/repositories/functions.ts';
import { getSharedReport } from '#lib/server/services/get-shared-report.ts';
import { currentPriceBook } from '#lib/server/services/own-prices.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { readHome, restoreHome } from '#lib/server/testing/homes/restore.ts';
import * as calibration from './experiments/[id]/calibration/route.ts';
import * as reportJson from './experiments/[id]/report.json/route.ts';
import * as experiment from './experiments/[id]/route.ts';
import * as csv from './experiments/[id]/samples.csv/route.ts';
import * as jsonLines from './experiments/[id]/samples.jsonl/route.ts';
import * as usage from './experiments/[id]/usage/route.ts';
import * as experiments from './experiments/route.ts';
import * as prices from './prices/route.ts';
import * as sharedReport from './shares/[slug]/report.json/route.ts';
import * as sharedSamples from './shares/[slug]/samples.csv/route.ts';
import * as sweep from './sweeps/[id]/route.ts';
import * as workload from './workloads/[id]/route.ts';
import * as workloads from './workloads/route.ts';

const home = readHome('1b63b47');
const DISTURBED = '01a224ab-07cc-72ff-87d9-a5f003ddd302';
const rowsOf = (table: string) => home[table] ?? [];
const idOf = (row: Readonly<Record<string, unknown>>) => String(row.id ?? row.experiment_id);

let db: AsyncDisposable;
beforeAll(async () => {
  db = await useTestDatabase((url) => restoreHome(url, home));
});
afterAll(() => db[Symbol.asyncDispose]());

const REQUEST = new Request('http://localhost/');
const of = (id: string) => ({ params: Promise.resolve({ id }) });

/** The answer of a route; fails the test where the status is an error. */
async function read<T>(answer: Response | Promise<Response>): Promise<T> {
  const response = await answer;
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text);
}

const lines = async (answer: Promise<Response>) =>
  (await (await answer).text()).split(/\r?\n/).filter((line) => line !== '').length;

describe('the home of release 1b63b47', () => {
  it('has the migrations of its day, unchanged', () => {
    const now = new Map(readMigrations().map(({ name, checksum }) => [name, checksum]));
    for (const row of rowsOf('_prisma_migrations')) {
      expect(now.get(String(row.migration_name))).toBe(row.checksum);
    }
  });

  it('lists all its workloads and experiments', async () => {
    const { experiments: all } = await read<ExperimentPage>(experiments.GET(REQUEST));
    expect(all.map(({ id }) => id).sort()).toEqual(rowsOf('experiment').map(idOf).sort());
    for (const one of all) {
      expect(isFinal(one.state)).toBe(true);
      expect(one.summary === null).toBe(one.state !== 'done');
    }
    // Measured while others used 80% of the processors.
    expect(all.find(({ id }) => id === DISTURBED)?.summary?.verdict.choice).toBe('none');
    const { workloads: described } = await read<WorkloadPage>(workloads.GET(REQUEST));
    expect(described).toHaveLength(rowsOf('workload').length);
    for (const { id } of described) await read(workload.GET(REQUEST, of(id)));
  });

  it('shows every experiment, those that failed with their problem', async () => {
    for (const row of rowsOf('experiment')) {
      const view = await read<ExperimentView>(experiment.GET(REQUEST, of(idOf(row))));
      expect(view).toMatchObject({ state: row.state, samples: row.samples, problem: row.problem });
      expect(view.report === undefined).toBe(row.state !== 'done');
    }
  });

  it('exports every report in the newest version, and every sample', async () => {
    for (const row of rowsOf('report')) {
      const report = await read<Report>(reportJson.GET(REQUEST, of(idOf(row))));
      expect(report.version).toBe(REPORT_VERSION);
      const samples = Number(rowsOf('experiment').find(({ id }) => id === row.experiment_id)?.samples);
      expect(await lines(csv.GET(REQUEST, of(idOf(row))))).toBe(samples + 1);
      expect(await lines(jsonLines.GET(REQUEST, of(idOf(row))))).toBe(samples);
      await read(usage.GET(REQUEST, of(idOf(row))));
      await read(calibration.GET(REQUEST, of(idOf(row))));
    }
  });

  it('keeps every report as it was stored', async () => {
    const { rows } = await database().pool.query('SELECT row_to_json(report) AS row FROM report');
    expect(rows.map(({ row }) => row)).toEqual(rowsOf('report'));
  });

  it('shows the shared report and not the one whose link was revoked', async () => {
    for (const { slug, revoked_at: revoked } of rowsOf('share')) {
      const params = { params: Promise.resolve({ slug: String(slug) }) };
      if (revoked !== null) {
        expect(await getSharedReport(String(slug))).toBeNull();
        continue;
      }
      expect((await read<Report>(sharedReport.GET(REQUEST, params))).version).toBe(REPORT_VERSION);
      expect(await lines(sharedSamples.GET(REQUEST, params))).toBeGreaterThan(1);
    }
  });

  it('draws the curve of its sweep', async () => {
    for (const row of rowsOf('sweep')) {
      const { prepared } = await read<SweepView>(sweep.GET(REQUEST, of(idOf(row))));
      expect(prepared?.sides.function.points).toHaveLength(2);
    }
  });

  it('names the candidate of every second that a live page drew', async () => {
    const told = `SELECT second FROM live_event, jsonb_array_elements(payload->'seconds') AS told (second)
      WHERE payload->>'kind' = 'seconds'`;
    const { rows } = await database().pool.query(
      `SELECT array_agg(DISTINCT second->>'candidate') AS ids, count(*) FILTER (WHERE second ? 'side') AS old FROM (${told}) AS all_told`,
    );
    expect(rows).toEqual([{ ids: ['a', 'b'], old: '0' }]);
  });

  it('keeps its own prices and its functions', async () => {
    expect(await read(prices.GET())).toMatchObject({ changes: [{ meter: 'requests', price: '0.0000001' }] });
    await currentPriceBook();
    const [greet] = await functionStore().all();
    expect(greet).toMatchObject({ name: 'greet', reserved: 3, lastPublished: 1 });
    expect(greet?.versions).toHaveLength(2);
  });
});
