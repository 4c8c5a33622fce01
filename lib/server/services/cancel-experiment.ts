import type { ExperimentView } from '#lib/domain/live/api.ts';
import { database } from '../database/database.ts';
import { publish, topics } from '../live/publish.ts';
import { askToCancel, findExperiment, moveExperiment } from '../repositories/experiments.ts';
import { found } from './not-found.ts';

/**
 * A queued experiment is cancelled here; one that an engine holds is cancelled by that engine,
 * which watches for the wish. One that has ended stays as it is.
 */
export async function cancelExperiment(id: string): Promise<ExperimentView> {
  const experiment = found(await findExperiment(id), 'experiment');
  await askToCancel(id);
  if (experiment.state === 'queued' && (await moveExperiment(id, { to: 'cancelled' }))) {
    await publish(database(), topics.experiment(id), { kind: 'state', state: 'cancelled' });
  }
  return found(await findExperiment(id), 'experiment');
}
