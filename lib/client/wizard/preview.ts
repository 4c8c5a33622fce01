import { type Problem, toProblem } from '#lib/domain/errors.ts';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { peakOf } from '#lib/domain/load/peak.ts';
import { settlePlan } from '#lib/domain/load/settle-plan.ts';
import { WorkloadFields } from '#lib/domain/workload/workload.ts';
import type { WizardValues } from './form.ts';
import { kindOf } from './run-traffic.ts';

/** As it stands in a form. */
export type DescribedTraffic = WizardValues['workload']['traffic'];

/** The traffic of a form that is still being filled in. */
export type PreviewState =
  | { kind: 'ready'; plan: ExperimentPlan }
  /** It can be read and cannot be sent. */
  | { kind: 'refused'; problem: Problem }
  | { kind: 'open'; words: string };

/** `described`: the traffic of the workload, which is held against what is played. */
export function previewOf(values: WizardValues['plan'], described: DescribedTraffic): PreviewState {
  const checked = ExperimentPlan.safeParse(values);
  if (!checked.success) {
    return {
      kind: 'open',
      words:
        kindOf(values) === 'trace'
          ? 'Choose a file, and the rate over its time stands here before anything is run.'
          : 'The picture stands here as soon as the numbers can be used.',
    };
  }
  try {
    const plan = settlePlan(checked.data);
    const traffic = WorkloadFields.shape.traffic.safeParse(described).data;
    return {
      kind: 'ready',
      plan: traffic === undefined ? plan : { ...plan, peak: peakOf(plan, { traffic }) },
    };
  } catch (error) {
    return { kind: 'refused', problem: toProblem(error) };
  }
}
