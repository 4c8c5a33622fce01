import type { PlanWishes } from '#lib/domain/experiment/plan.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import { wishedPlan } from '#lib/domain/load/wished-plan.ts';
import { database } from '../database/database.ts';
import { publish, topics } from '../live/publish.ts';
import { enqueueExperiment } from '../queue/queue.ts';
import { insertExperiment } from '../repositories/experiments.ts';
import { findWorkload } from '../repositories/workloads.ts';
import { found } from './not-found.ts';
import { requireRuntimes } from './offered-runtimes.ts';

/**
 * Stores an experiment and queues it. What the plan leaves open is chosen for the workload's traffic.
 * @throws CrossoverError for traffic that cannot be sent (settle-plan.ts), `runtime-missing`
 */
export async function startExperiment(workloadId: string, wishes: PlanWishes): Promise<ExperimentView> {
  const { workload } = found(await findWorkload(workloadId), 'workload');
  await requireRuntimes([workload]);
  const experiment = await insertExperiment(workloadId, wishedPlan(workload, wishes));
  await publish(database(), topics.experiment(experiment.id), { kind: 'state', state: 'queued' });
  await enqueueExperiment({ experimentId: experiment.id });
  return experiment;
}
