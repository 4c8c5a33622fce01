import { formatRate } from '#lib/domain/charts/format.ts';
import { ENGINE_NAMES } from '#lib/domain/execution/engines.ts';
import type { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { trafficWords } from '#lib/domain/load/traffic-words.ts';
import { trafficOf } from '#lib/domain/load/turn.ts';

/** The plan in one line: what will be sent, how long, to whom. */
export const PlanLine = ({ plan }: { plan: ExperimentPlan }) => (
  <>
    <span className="num">{plan.secondsPerSide}</span> s on each side of {trafficWords(trafficOf(plan))}
    {plan.traffic ? <> ({formatRate(plan.ratePerSecond)} on average)</> : null},{' '}
    <span className="num">{plan.blocks}</span> {plan.blocks === 1 ? 'turn' : 'turns'} each
    {plan.containerEngine === 'auto' ? null : `, containers by ${ENGINE_NAMES[plan.containerEngine]}`}
  </>
);
