import type { CreateExperimentInput, ExperimentView, WorkloadView } from '#lib/domain/live/api.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import { ApiError, type Issue } from '../http.ts';
import type { WizardResult } from './form.ts';
import type { FieldIssue } from './steps.ts';

/** The two requests of the wizard, as ports. */
export interface SubmitPorts {
  createWorkload(workload: Workload): Promise<WorkloadView>;
  createExperiment(input: CreateExperimentInput): Promise<ExperimentView>;
}

/** A failed submission: the error as it came, and its issues at the paths of the form. */
export class SubmitError extends Error {
  readonly issues: readonly FieldIssue[];
  constructor(cause: unknown, issues: readonly FieldIssue[]) {
    super('The workload could not be run.', { cause });
    this.name = 'SubmitError';
    this.issues = issues;
  }
}

/** An issue of POST /api/workloads speaks of the workload alone; one of POST /api/experiments of `plan`. */
const toFormIssues = (issues: readonly Issue[], prefix: readonly string[]): FieldIssue[] =>
  issues.map(({ path, message }) => ({ path: [...prefix, ...path].join('.'), message }));

const failed = (error: unknown, prefix: readonly string[]): SubmitError =>
  new SubmitError(error, error instanceof ApiError ? toFormIssues(error.issues, prefix) : []);

/**
 * Makes the function that stores the workload and starts its experiment. It remembers the workload
 * that it stored: when only the experiment failed, the next try does not store it a second time.
 *
 * @throws SubmitError
 */
export function makeSubmit(ports: SubmitPorts): (result: WizardResult) => Promise<ExperimentView> {
  let stored: { content: string; id: string } | null = null;

  async function workloadId(workload: Workload): Promise<string> {
    const content = JSON.stringify(workload);
    if (stored?.content === content) return stored.id;
    const { id } = await ports.createWorkload(workload).catch((error: unknown) => {
      throw failed(error, ['workload']);
    });
    stored = { content, id };
    return id;
  }

  return async ({ workload, plan }) => {
    const id = await workloadId(workload);
    return ports.createExperiment({ workloadId: id, plan }).catch((error: unknown) => {
      throw failed(error, []);
    });
  };
}
