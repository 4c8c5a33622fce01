import { lift, type Versioned } from '../../versions/lift.ts';
import { ExperimentPlan } from '../plan.ts';
import { from1to2 } from './1-to-2.ts';
import { from2to3 } from './2-to-3.ts';

export const planVersions: Versioned<ExperimentPlan> = {
  name: 'plan',
  steps: [from1to2, from2to3],
  schema: ExperimentPlan,
};

/** A stored plan of any version. @throws CrossoverError `stored-by-newer-version`, `stored-unreadable` */
export const readPlan = (document: unknown): ExperimentPlan => lift(planVersions, document);
