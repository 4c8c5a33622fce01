import { z } from 'zod';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { runtimeOf, WORKLOAD_RUNTIMES, type WorkloadRuntime } from '#lib/domain/workload/runtime.ts';
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

const PYTHON_HANDLER = `import json


def handler(event, context):
    """Does what the code above does: called once for every request, on both sides."""
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"path": event["rawPath"]}),
    }
`;

type CodeValues = WizardValues['workload']['code'];

const BLANK: Readonly<Record<WorkloadRuntime, CodeValues>> = {
  nodejs: { entry: 'handler.js', handler: 'handler', files: [{ path: 'handler.js', content: HANDLER }] },
  python: {
    ...{ entry: 'handler.py', handler: 'handler' },
    files: [{ path: 'handler.py', content: PYTHON_HANDLER }],
  },
};

/** Code to begin with in one runtime: it does what that in any other does. */
export const blankCode = (runtime: WorkloadRuntime): CodeValues => structuredClone(BLANK[runtime]);

/** The runtimes that a workload could offer too. */
export const missingRuntimes = ({
  code,
  variants = [],
}: Pick<WizardValues['workload'], 'code' | 'variants'>): WorkloadRuntime[] => {
  const taken = new Set([code, ...variants].map(runtimeOf));
  return WORKLOAD_RUNTIMES.filter((runtime) => !taken.has(runtime));
};

/** Where own code starts: a handler that runs as it is, and modest traffic. */
export const blankWorkload = (): WizardValues['workload'] => ({
  name: '',
  description: '',
  code: blankCode('nodejs'),
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
