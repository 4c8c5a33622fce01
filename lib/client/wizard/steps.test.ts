import { expect, test } from 'vitest';
import { blankValues, WizardForm } from './form.ts';
import {
  errorsByStep,
  firstStepWithErrors,
  flattenErrors,
  messagesUnder,
  nextStep,
  previousStep,
  STEP_FIELDS,
  STEPS,
  stepOf,
} from './steps.ts';

test('every field of the form belongs to exactly one step', () => {
  const fields = [...Object.keys(WizardForm.shape.workload.shape).map((key) => `workload.${key}`), 'plan'];
  const claimed = STEPS.flatMap((step) => [...STEP_FIELDS[step]]).sort();
  expect(claimed).toEqual(fields.sort());
});

test('a deep path belongs to the step of its field, a similar name does not', () => {
  expect(stepOf('workload.trigger.requests.0.path')).toBe('trigger');
  expect(stepOf('workload.code.files')).toBe('code');
  expect(stepOf('plan.secondsPerCandidate')).toBe('review');
  expect(stepOf('workload.stateful')).toBeNull();
  expect(stepOf('')).toBeNull();
});

test('the first and the last step have nothing beyond them', () => {
  expect(previousStep('code')).toBeNull();
  expect(nextStep('code')).toBe('trigger');
  expect(nextStep('review')).toBe('review');
});

test("the form's error tree becomes a flat list, with array errors at the array", () => {
  const errors = {
    workload: {
      name: { type: 'too_small', message: 'Give the workload a name.', ref: { name: 'x', type: 'text' } },
      trigger: {
        requests: Object.assign([undefined, { path: { type: 'custom', message: 'Bad path.' } }], {
          root: { type: 'too_small', message: 'Add one.' },
        }),
      },
      code: { files: { type: 'custom', message: 'Two alike.', 0: { path: { type: 'x', message: 'Bad.' } } } },
    },
  };
  expect(flattenErrors(errors)).toEqual([
    { path: 'workload.name', message: 'Give the workload a name.' },
    { path: 'workload.trigger.requests.1.path', message: 'Bad path.' },
    { path: 'workload.trigger.requests', message: 'Add one.' },
    { path: 'workload.code.files', message: 'Two alike.' },
    { path: 'workload.code.files.0.path', message: 'Bad.' },
  ]);
  expect(flattenErrors({})).toEqual([]);
  expect(flattenErrors(undefined)).toEqual([]);
});

test('errors are counted by step, and the first step in order is found', () => {
  const issues = [
    { path: 'plan.rounds', message: 'a' },
    { path: 'workload.traffic.shape', message: 'b' },
    { path: 'workload.traffic.requestsPerMonth', message: 'b' },
    { path: 'elsewhere', message: 'c' },
  ];
  expect(errorsByStep(issues)).toEqual({ review: 1, traffic: 2 });
  expect(firstStepWithErrors(issues)).toBe('traffic');
  expect(firstStepWithErrors([{ path: 'elsewhere', message: 'c' }])).toBeNull();
  expect(messagesUnder(issues, 'workload.traffic')).toEqual(['b']);
});

test('the blank form lacks a name and nothing else', () => {
  const checked = WizardForm.safeParse(blankValues());
  expect(checked.error?.issues.map(({ path }) => path.join('.'))).toEqual(['workload.name']);
});
