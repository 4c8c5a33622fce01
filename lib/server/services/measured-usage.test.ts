import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { fixtureReport } from '#lib/domain/report/fixture.ts';
import { loadSample } from '#lib/samples/load.ts';
import { insertExperiment } from '../repositories/experiments.ts';
import { insertReport } from '../repositories/reports.ts';
import { insertWorkload } from '../repositories/workloads.ts';
import { useTestDatabase } from '../testing/database.ts';
import { measuredUsage } from './measured-usage.ts';

let db: AsyncDisposable;
beforeAll(async () => {
  db = await useTestDatabase();
});
afterAll(() => db[Symbol.asyncDispose]());

const stored = async (
  change: (report: ReturnType<typeof fixtureReport>) => ReturnType<typeof fixtureReport>,
) => {
  const workload = await insertWorkload(loadSample('cpu'));
  const { id } = await insertExperiment(workload.id, ExperimentPlan.parse({}));
  await insertReport(change({ ...fixtureReport(), experimentId: id }));
  return id;
};

describe('measuredUsage', () => {
  it('is what the report says', async () => {
    const id = await stored((report) => report);
    expect(await measuredUsage(id)).toEqual(JSON.parse(JSON.stringify(fixtureReport().cost.usage)));
  });

  it('is worked out again for a report of an earlier version', async () => {
    const id = await stored(({ cost, ...report }) => ({ ...report, cost: { ...cost, usage: null } }));
    expect(await measuredUsage(id)).toMatchObject({
      requestsPerMonth: fixtureReport().workload.traffic.requestsPerMonth,
      durationsMs: [],
    });
  });

  it.each(['nope', '01a1fbb9-51e2-710b-80fa-ec273c0c74fa', "'; DROP TABLE report; --"])(
    'is not there for %s',
    async (id) => {
      await expect(measuredUsage(id)).rejects.toMatchObject({ problem: { code: 'not-found' } });
    },
  );
});
