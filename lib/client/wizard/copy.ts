import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import type { ExperimentView, WorkloadView } from '#lib/domain/live/api.ts';
import { DRAFT_VERSION, type Draft } from './draft.ts';

/** A stored workload to begin from and, where a run is corrected, the run's plan. */
export interface CopySource {
  workloadId: string;
  experimentId: string | null;
}

/** The address of the wizard, filled with a copy; with the plan of `experimentId` when one is given. */
export const copyHref = (workloadId: string, experimentId?: string): string =>
  `/workloads/new?from=${workloadId}${experimentId === undefined ? '' : `&run=${experimentId}`}`;

const startOf = ({ workloadId, experimentId }: CopySource): string => `from:${experimentId ?? workloadId}`;

/**
 * Whether a draft is gone on with instead of begun anew: it was begun as this copy, or it is what was sent as the run
 * that is to be corrected.
 */
export const isDraftOf = (draft: Draft | null, source: CopySource): boolean =>
  draft !== null &&
  (draft.start === startOf(source) || (source.experimentId !== null && draft.sentAs === source.experimentId));

/** The wizard's values for a copy. Without a run the plan follows the workload until somebody changes it. */
export function copyDraft(source: CopySource, stored: WorkloadView | ExperimentView): Draft {
  const plan = 'plan' in stored ? stored.plan : null;
  return {
    version: DRAFT_VERSION,
    start: startOf(source),
    planTouched: plan !== null,
    values: { workload: stored.workload, plan: plan ?? ExperimentPlan.parse({}) },
  };
}
