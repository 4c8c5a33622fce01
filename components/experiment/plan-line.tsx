import { formatRate } from '#lib/domain/charts/format.ts';
import { ENGINE_NAMES } from '#lib/domain/execution/engines.ts';
import type { ExperimentPlan } from '#lib/domain/experiment/plan.ts';

const ARRIVALS: Record<ExperimentPlan['arrivals'], string> = { poisson: 'Poisson', constant: 'constant' };

/** The plan in one line: what will be sent, how long, to whom. */
export const PlanLine = ({ plan }: { plan: ExperimentPlan }) => (
  <>
    <span className="num">{plan.secondsPerSide}</span> s on each side at{' '}
    <span className="num">{formatRate(plan.ratePerSecond)}</span>, {ARRIVALS[plan.arrivals]} arrivals,{' '}
    <span className="num">{plan.blocks}</span> {plan.blocks === 1 ? 'block' : 'blocks'} each in turns
    {plan.containerEngine === 'auto' ? null : `, containers by ${ENGINE_NAMES[plan.containerEngine]}`}
  </>
);
