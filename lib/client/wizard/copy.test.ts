import { expect, test } from 'vitest';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import type { ExperimentView, WorkloadView } from '#lib/domain/live/api.ts';
import { Workload } from '#lib/domain/workload/workload.ts';
import { copyDraft, copyHref, isDraftOf } from './copy.ts';
import { Draft } from './draft.ts';
import { blankWorkload } from './form.ts';

const workload = Workload.parse({ ...blankWorkload(), name: 'Prices', memoryMiB: 1024 });
const view: WorkloadView = { id: 'w1', createdAt: '2026-11-29T00:00:00Z', workload, experiments: [] };
const run = {
  ...{ id: 'x1', workloadId: 'w1', workload, state: 'failed', samples: 0, problem: null },
  ...{ createdAt: view.createdAt, startedAt: null, endedAt: null },
  plan: ExperimentPlan.parse({ secondsPerCandidate: 7 }),
} satisfies Partial<ExperimentView> as ExperimentView;

test('a copy of a workload has all of it, and a plan that follows it', () => {
  const copy = copyDraft({ workloadId: 'w1', experimentId: null }, view);
  expect(copy).toMatchObject({ start: 'from:w1', planTouched: false, values: { workload } });
  expect(Draft.parse(JSON.parse(JSON.stringify(copy))).values.workload.memoryMiB).toBe(1024);
});

test('a copy of a run has its plan, too', () => {
  const copy = copyDraft({ workloadId: 'w1', experimentId: 'x1' }, run);
  expect(copy).toMatchObject({
    start: 'from:x1',
    planTouched: true,
    values: { plan: { secondsPerCandidate: 7 } },
  });
});

test('addresses name what is copied', () => {
  expect(copyHref('w1')).toBe('/workloads/new?from=w1');
  expect(copyHref('w1', 'x1')).toBe('/workloads/new?from=w1&run=x1');
});

test('a draft is gone on with where it is that copy, or was sent as the run to correct', () => {
  const source = { workloadId: 'w1', experimentId: 'x1' };
  const copy = copyDraft(source, run);
  expect(isDraftOf(copy, source)).toBe(true);
  expect(isDraftOf({ ...copy, start: 'own', sentAs: 'x1' }, source)).toBe(true);
  expect(isDraftOf({ ...copy, start: 'own', sentAs: 'x2' }, source)).toBe(false);
  expect(isDraftOf({ ...copy, start: 'own' }, { workloadId: 'w1', experimentId: null })).toBe(false);
  expect(isDraftOf(null, source)).toBe(false);
});
