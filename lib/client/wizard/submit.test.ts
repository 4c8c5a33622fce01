import { expect, test } from 'vitest';
import type { ExperimentView, WorkloadView } from '#lib/domain/live/api.ts';
import { ApiError } from '../http.ts';
import { blankValues, WizardForm } from './form.ts';
import { makeSubmit, SubmitError } from './submit.ts';

const values = blankValues();
const result = WizardForm.parse({ ...values, workload: { ...values.workload, name: 'Mine' } });

const workloadView: WorkloadView = {
  id: 'w1',
  createdAt: '2026-01-01T00:00:00Z',
  workload: result.workload,
  experiments: [],
};
const experimentView: ExperimentView = {
  id: 'e1',
  workloadId: 'w1',
  workload: result.workload,
  plan: result.plan,
  state: 'queued',
  createdAt: '2026-01-01T00:00:00Z',
  startedAt: null,
  endedAt: null,
  problem: null,
  samples: 0,
};
const refused = (path: (string | number)[]) =>
  new ApiError(
    422,
    { code: 'invalid-input', owner: 'yours', message: 'Not valid.', remedy: 'Correct the fields.' },
    [{ path, message: 'No.' }],
  );

test('the workload is stored, then its experiment is started with the plan', async () => {
  const calls: unknown[] = [];
  const submit = makeSubmit({
    createWorkload: async (workload) => {
      calls.push(workload);
      return workloadView;
    },
    createExperiment: async (input) => {
      calls.push(input);
      return experimentView;
    },
  });
  expect((await submit(result)).id).toBe('e1');
  expect(calls).toEqual([result.workload, { workloadId: 'w1', plan: result.plan }]);
});

test("the server's issues arrive at the paths of the form", async () => {
  const submit = makeSubmit({
    createWorkload: () => Promise.reject(refused(['trigger', 'requests', 0, 'path'])),
    createExperiment: async () => experimentView,
  });
  const error = await submit(result).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SubmitError);
  expect(error).toMatchObject({ issues: [{ path: 'workload.trigger.requests.0.path', message: 'No.' }] });
});

test('after a refused plan the workload is not stored twice, unless it changed', async () => {
  let stored = 0;
  let refusals = 1;
  const submit = makeSubmit({
    createWorkload: async () => {
      stored += 1;
      return workloadView;
    },
    createExperiment: async () => {
      refusals -= 1;
      if (refusals >= 0) throw refused(['plan', 'rounds']);
      return experimentView;
    },
  });
  await expect(submit(result)).rejects.toMatchObject({ issues: [{ path: 'plan.rounds', message: 'No.' }] });
  await submit(result);
  expect(stored).toBe(1);
  await submit({ ...result, workload: { ...result.workload, memoryMiB: 1024 } });
  expect(stored).toBe(2);
});

test('a failure without issues keeps its cause', async () => {
  const cause = new TypeError('offline');
  const submit = makeSubmit({
    createWorkload: () => Promise.reject(cause),
    createExperiment: async () => experimentView,
  });
  await expect(submit(result)).rejects.toMatchObject({ cause, issues: [] });
});
