import type { ExperimentPlan, PlanWishes } from '#lib/domain/experiment/plan.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import { wishedPlan } from '#lib/domain/load/wished-plan.ts';
import { inTransaction, type Transaction } from '../database/transaction.ts';
import { publishIn, topics } from '../live/publish.ts';
import { enqueueExperiment } from '../queue/queue.ts';
import { insertExperiment, type SweepPlace } from '../repositories/experiments.ts';
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
  const plan = wishedPlan(workload, wishes);
  return inTransaction((transaction) => queueExperiment(transaction, workloadId, plan));
}

/** Stored, told and queued, all or nothing: none waits for ever without a job. */
export async function queueExperiment(
  transaction: Transaction,
  workloadId: string,
  plan: ExperimentPlan,
  place: SweepPlace | null = null,
): Promise<ExperimentView> {
  const experiment = await insertExperiment(workloadId, plan, place, transaction);
  await publishIn(transaction, topics.experiment(experiment.id), { kind: 'state', state: 'queued' });
  await enqueueExperiment({ experimentId: experiment.id }, transaction);
  return experiment;
}
