import { setImmediate } from 'node:timers/promises';
import type { ExperimentPlan, PlanWishes } from '#lib/domain/experiment/plan.ts';
import { isFinal } from '#lib/domain/experiment/state.ts';
import type { SweepView } from '#lib/domain/live/api.ts';
import { wishedPlan } from '#lib/domain/load/wished-plan.ts';
import { changesOf, pointLabel, type SweepAxes, sweepPoints } from '#lib/domain/sweep/axes.ts';
import { prepareSweep } from '#lib/domain/sweep/prepare.ts';
import { inTransaction, type Transaction } from '../database/transaction.ts';
import { experimentsOfSweep, type WorkloadChanges } from '../repositories/experiments.ts';
import { findSweep, insertSweep, type StoredSweep } from '../repositories/sweeps.ts';
import { findWorkload } from '../repositories/workloads.ts';
import { cancelIn } from './cancel-experiment.ts';
import { found } from './not-found.ts';
import { offered, requireRuntimes } from './offered-runtimes.ts';
import { queueExperiment } from './start-experiment.ts';

interface Planned {
  plan: ExperimentPlan;
  workloadChanges: WorkloadChanges;
}

/**
 * Stores a sweep with all its experiments and queues them in their order: an engine takes one at a
 * time, so they run one after another. @throws CrossoverError for traffic that cannot be sent,
 * `runtime-not-offered`, `runtime-missing`
 */
export async function startSweep(
  workloadId: string,
  axes: SweepAxes,
  wishes: PlanWishes,
): Promise<SweepView> {
  const { workload } = found(await findWorkload(workloadId), 'workload');
  // All of them first: traffic that cannot be sent leaves nothing stored, nor does a runtime that is not there.
  const points = sweepPoints(axes);
  await requireRuntimes(points.map(({ runtime }) => offered(workload, runtime)));
  const planned: Planned[] = [];
  for (const point of points) {
    const changes = changesOf(point);
    const plan = wishedPlan(workload, { ...wishes, ...changes.plan }, changes.plan.ratePerSecond);
    planned.push({ plan, workloadChanges: changes.workload });
    // Counting the requests of one may take a tenth of a second: others are answered in between.
    await setImmediate();
  }
  const store = (transaction: Transaction) => storeSweep(transaction, workloadId, axes, planned);
  return viewOf(await inTransaction(store));
}

async function storeSweep(
  transaction: Transaction,
  workloadId: string,
  axes: SweepAxes,
  planned: readonly Planned[],
): Promise<StoredSweep> {
  const sweep = await insertSweep(workloadId, axes, transaction);
  for (const [sweepPosition, { plan, workloadChanges }] of planned.entries()) {
    const place = { sweepId: sweep.id, sweepPosition, workloadChanges };
    await queueExperiment(transaction, workloadId, plan, place);
  }
  return sweep;
}

export const getSweep = async (id: string): Promise<SweepView> => viewOf(found(await findSweep(id), 'sweep'));

/** Cancels what has not ended; what is done stays. */
export async function cancelSweep(id: string): Promise<SweepView> {
  const { experiments } = await getSweep(id);
  await inTransaction(async (transaction) => {
    // From the end, so that no engine takes the next one while the first is being cancelled.
    for (const { experiment } of experiments.toReversed()) {
      if (!isFinal(experiment.state)) await cancelIn(transaction, experiment.id);
    }
  });
  return getSweep(id);
}

async function viewOf(sweep: StoredSweep): Promise<SweepView> {
  const points = sweepPoints(sweep.axes);
  const all = (await experimentsOfSweep(sweep.id)).map((experiment, at) => ({
    experiment,
    point: points[at] ?? {},
  }));
  const swept = all.flatMap(({ experiment: { id, report }, point }) =>
    report ? [{ experimentId: id, point, report }] : [],
  );
  return {
    ...sweep,
    experiments: all.map(({ experiment: { report, ...experiment }, point }) => ({
      experiment,
      label: pointLabel(point),
      choice: report?.verdict.choice ?? null,
    })),
    prepared: swept.length > 0 ? prepareSweep(swept) : null,
  };
}
