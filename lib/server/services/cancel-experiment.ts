import type { ExperimentView } from '#lib/domain/live/api.ts';
import { inTransaction, type Transaction } from '../database/transaction.ts';
import { dequeueExperiment } from '../queue/queue.ts';
import { askToCancel, findExperiment } from '../repositories/experiments.ts';
import { moveAndTellIn } from './move-experiment.ts';
import { found } from './not-found.ts';

/**
 * A queued experiment is cancelled here; one that an engine holds is cancelled by that engine,
 * which watches for the wish. One that has ended stays as it is.
 */
export async function cancelExperiment(id: string): Promise<ExperimentView> {
  found(await findExperiment(id), 'experiment');
  await inTransaction((transaction) => cancelIn(transaction, id));
  return found(await findExperiment(id), 'experiment');
}

/** The same within a transaction that cancels more. */
export async function cancelIn(transaction: Transaction, id: string): Promise<void> {
  if ((await askToCancel(id, transaction)) !== 'queued') return;
  await moveAndTellIn(transaction, id, { to: 'cancelled' });
  await dequeueExperiment(id, transaction);
}
