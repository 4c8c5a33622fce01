import { ENGINE_NAMES } from '#lib/domain/execution/engines.ts';
import type { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { planWords } from '#lib/domain/load/traffic-words.ts';

/** The plan in one line: what will be sent, how long, to whom. */
export const PlanLine = ({ plan }: { plan: ExperimentPlan }) => (
  <>
    {planWords(plan)}
    {plan.containerEngine === 'auto' ? null : `; containers by ${ENGINE_NAMES[plan.containerEngine]}`}
  </>
);
