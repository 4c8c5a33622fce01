import { ExperimentPlan, type PlanWishes } from '../experiment/plan.ts';
import type { PerSecond } from '../units.ts';
import { assumedDuration } from '../workload/assumed-duration.ts';
import type { Workload } from '../workload/workload.ts';
import { defaultPlan } from './default-plan.ts';
import { peakOf } from './peak.ts';
import { settlePlan } from './settle-plan.ts';

/**
 * The plan of a run: what was wished, the rest as it suits the workload. A wish that is undefined is none; a rate
 * or spacing that is wished without traffic means a steady rate.
 * `rate`: a pattern or trace is scaled to that mean. @throws CrossoverError for traffic that cannot be sent.
 */
export function wishedPlan(workload: Workload, wishes: PlanWishes, rate?: PerSecond): ExperimentPlan {
  const given = Object.fromEntries(Object.entries(wishes).filter(([, wish]) => wish !== undefined));
  const { traffic, ...offered } = defaultPlan(workload);
  const steady = 'ratePerSecond' in given || 'arrivals' in given;
  const { peak: _, ...plan } = settlePlan(
    ExperimentPlan.parse({ ...offered, ...(steady ? {} : { traffic }), ...given }),
    rate,
  );
  // Of what is not sent no peak is measured.
  return assumedDuration(workload, plan) === null ? { ...plan, peak: peakOf(plan, workload) } : plan;
}
