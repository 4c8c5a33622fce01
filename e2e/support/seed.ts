import { type APIRequestContext, expect } from '@playwright/test';
import type { PlanWishes } from '#lib/domain/experiment/plan.ts';
import { isFinal } from '#lib/domain/experiment/state.ts';
import type { ExperimentPage, ExperimentView, SampleView } from '#lib/domain/live/api.ts';
import type { WorkloadInput } from '#lib/domain/workload/workload.ts';

/** What tests need to be there before they begin, made by the product's own API. */

/** A workload of one TypeScript file that answers one request. */
export const ownWorkload = (name: string, content: string): WorkloadInput => ({
  name,
  code: { entry: 'handler.ts', handler: 'handler', files: [{ path: 'handler.ts', content }] },
  trigger: { kind: 'http', requests: [{ method: 'GET', path: '/{n}' }] },
  traffic: { requestsPerMonth: 1_000_000, shape: 'steady' },
  memoryMiB: 256,
  timeoutMs: 5_000,
  state: 'none',
  latencyTarget: { percentile: 95, ms: 200 },
});

/** Stores the workload and queues a run; the id of the experiment. */
export async function startRun(
  request: APIRequestContext,
  workload: WorkloadInput,
  plan: PlanWishes,
): Promise<string> {
  const stored = await request.post('/api/workloads', { data: workload });
  expect(stored.status()).toBe(201);
  const { id: workloadId } = await stored.json();
  const started = await request.post('/api/experiments', { data: { workloadId, plan } });
  expect(started.status()).toBe(201);
  return (await started.json()).id;
}

export async function sampleWorkload(request: APIRequestContext, slug: string): Promise<WorkloadInput> {
  const samples: SampleView[] = await (await request.get('/api/samples')).json();
  const sample = samples.find((candidate) => candidate.slug === slug);
  if (!sample) throw new Error(`There is no sample ${slug}.`);
  return sample.workload;
}

export async function readExperiment(request: APIRequestContext, id: string): Promise<ExperimentView> {
  return (await request.get(`/api/experiments/${id}`)).json();
}

async function listed(request: APIRequestContext): Promise<ExperimentPage['experiments']> {
  const page: ExperimentPage = await (await request.get('/api/experiments')).json();
  return page.experiments;
}

/** The id of a finished run: one that is there already or under way, else a short one of the blog. */
export async function finishedRun(request: APIRequestContext): Promise<string> {
  let all = await listed(request);
  if (all.every(({ state }) => isFinal(state) && state !== 'done')) {
    await startRun(request, await sampleWorkload(request, 'blog'), {
      secondsPerCandidate: 2,
      rounds: 1,
      starts: 2,
    });
  }
  const done = () => all.find(({ state }) => state === 'done');
  await expect
    .poll(
      async () => {
        all = await listed(request);
        return done();
      },
      { timeout: 60_000 },
    )
    .toBeDefined();
  return done()?.id ?? '';
}
