import { fromPrisma, type PgBoss } from 'pg-boss';
import { inTransaction } from '../database/transaction.ts';
import { logError } from '../log.ts';

export interface WorkerOptions<Job extends object> {
  boss: PgBoss;
  queue: string;
  /** Jobs at once. */
  concurrency: number;
  /** Does one job. What it throws is logged, and the job fails: it is tried again as often as its queue says. */
  handle(job: Job): Promise<void>;
}

export interface Workers extends AsyncDisposable {
  /** Makes every worker look for a job now. */
  wake(): void;
}

/**
 * The queue wakes workers for new jobs only: under LISTEN/NOTIFY pg-boss looks by itself every
 * `notifyPollingIntervalSeconds` (30 at least by default) whatever `pollingIntervalSeconds` says. One worker looks
 * every second for what is due again (a retry, what waited over a restart), and each wakes itself and the next.
 */
const WATCHING = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 } as const;
const WOKEN = { pollingIntervalSeconds: 30, notifyPollingIntervalSeconds: 30 } as const;

/**
 * Takes the jobs of a queue, one after another without a pause while any is waiting. Disposing takes no further job,
 * waits for those in work, and gives back what was fetched meanwhile.
 */
export async function takeJobs<Job extends object>(options: WorkerOptions<Job>): Promise<Workers> {
  const { boss, queue, concurrency, handle } = options;
  const workers: string[] = [];
  let closing = false;
  const wake = (at: number) => boss.notifyWorker(workers[at % concurrency] ?? '');
  const start = (at: number) =>
    boss.work<Job>(queue, at === 0 ? WATCHING : WOKEN, async ([job]) => {
      if (job === undefined) return;
      if (closing) return giveBack(boss, queue, job.id);
      // Where one job is waiting another may be.
      wake(at + 1);
      try {
        await handle(job.data);
      } catch (error) {
        logError(`a job of the queue ${queue}`, error);
        throw error;
      } finally {
        wake(at);
      }
    });
  for (let at = 0; at < concurrency; at += 1) workers[at] = await start(at);
  return {
    wake: () => workers.forEach((_, at) => void wake(at)),
    async [Symbol.asyncDispose]() {
      closing = true;
      await boss.offWork(queue, { wait: true });
    },
  };
}

/** Back to waiting, whatever the queue's limit of tries, and never seen as failed: nobody has begun with it. */
const giveBack = (boss: PgBoss, queue: string, id: string): Promise<void> =>
  inTransaction(async (transaction) => {
    const db = fromPrisma(transaction);
    await boss.fail(queue, id, {}, { db });
    await boss.retry(queue, id, { db });
  });
