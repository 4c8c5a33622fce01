import type { Problem } from '#lib/domain/errors.ts';
import { outageInWords } from '../database/outage.ts';
import { inTransaction, type Transaction } from '../database/transaction.ts';
import { publishIn, topics } from '../live/publish.ts';
import { logError } from '../log.ts';
import { queue } from '../queue/queue.ts';
import { hasEnded, removeJob, type VainJob, vainExperiments, vainJobs } from '../queue/vain-jobs.ts';
import { latestEngine } from '../repositories/engines.ts';
import { moveAndTell } from './move-experiment.ts';

const EVERY_MS = 3000;
/** How long a run waits for an engine. One that is alive may have others before it; without one nothing will happen. */
const PATIENCE_SECONDS = { alive: 600, none: 60 } as const;

const NOT_TAKEN: Problem = {
  code: 'not-taken',
  owner: 'ours',
  message: 'Nobody took it: no engine began with this run in time.',
  remedy: 'See in the terminal whether Crossover still runs, then run it again.',
};

const CUT_OFF: Problem = {
  code: 'engine-stopped',
  owner: 'ours',
  message: 'The engine ended in the middle of this run, or could not tell what came of it.',
  remedy: 'Run it again.',
};

/** Tells an end of all that waits in vain: what no engine took, and what an engine took and did not end. */
export async function endUntaken(): Promise<void> {
  // Opened, so that its tables are there.
  await queue();
  for (const id of await vainExperiments()) await moveAndTell(id, { to: 'failed', problem: NOT_TAKEN });
  const { alive, none } = PATIENCE_SECONDS;
  const patience = (await latestEngine())?.alive === true ? alive : none;
  await inTransaction(async (transaction) => {
    for (const job of await vainJobs(transaction, patience)) await endJob(transaction, job);
  });
}

/** Told also of what is no run, a kill: nobody watches for its end. */
async function endJob(transaction: Transaction, { id, taken }: VainJob): Promise<void> {
  await removeJob(transaction, id);
  const topic = topics.run(id);
  if (await hasEnded(transaction, topic)) return;
  await publishIn(transaction, topic, { kind: 'failed', side: null, problem: taken ? CUT_OFF : NOT_TAKEN });
  await publishIn(transaction, topic, { kind: 'done' });
}

/** Does so every few seconds, in the web process as in every engine: there may be none. */
export function watchForUntaken(): Disposable {
  const timer = setInterval(() => {
    endUntaken().catch((error: unknown) => logError('ending what no engine took', outageInWords(error)));
  }, EVERY_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
