import { z } from 'zod';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { Workload } from '#lib/domain/workload/workload.ts';

/** What the wizard asks for: the very Workload that server and engine validate, and how to run it. */
export const WizardForm = z.object({ workload: Workload, plan: ExperimentPlan });

/** As typed: defaults not yet filled in. */
export type WizardValues = z.input<typeof WizardForm>;
/** Any form with a plan in it: the wizard's, or "Run again". */
export type PlanForm = Pick<WizardValues, 'plan'>;
/** As sent. */
export type WizardResult = z.output<typeof WizardForm>;

const HANDLER = `// Called once for every request, on both sides, with the event of an HTTP API (version 2.0).
export async function handler(event) {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ path: event.rawPath }),
  };
}
`;

/** Where own code starts: a handler that runs as it is, and modest traffic. */
export const blankWorkload = (): WizardValues['workload'] => ({
  name: '',
  description: '',
  code: { entry: 'handler.js', handler: 'handler', files: [{ path: 'handler.js', content: HANDLER }] },
  trigger: { kind: 'http', requests: [{ method: 'GET', path: '/items/{n}', weight: 1 }] },
  traffic: { requestsPerMonth: 1_000_000, shape: 'office-hours' },
  memoryMiB: 512,
  timeoutMs: 5_000,
  state: 'none',
  latencyTarget: { percentile: 95, ms: 200 },
  slowServiceMs: 0,
});

export const blankValues = (): WizardValues => ({
  workload: blankWorkload(),
  plan: ExperimentPlan.parse({}),
});

/** A form's number: an empty box is no number rather than 0. */
export const readNumber = (typed: unknown): number | undefined =>
  typed === '' || typed === null || typed === undefined ? undefined : Number(typed);
