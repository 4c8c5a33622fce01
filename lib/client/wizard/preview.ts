import { type Problem, toProblem } from '#lib/domain/errors.ts';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { settlePlan } from '#lib/domain/load/settle-plan.ts';
import type { WizardValues } from './form.ts';
import { kindOf } from './run-traffic.ts';

/** The traffic of a form that is still being filled in. */
export type PreviewState =
  | { kind: 'ready'; plan: ExperimentPlan }
  /** It can be read and cannot be sent. */
  | { kind: 'refused'; problem: Problem }
  | { kind: 'open'; words: string };

export function previewOf(values: WizardValues['plan']): PreviewState {
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
    return { kind: 'ready', plan: settlePlan(checked.data) };
  } catch (error) {
    return { kind: 'refused', problem: toProblem(error) };
  }
}
