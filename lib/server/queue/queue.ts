import { fromPrisma, PgBoss } from 'pg-boss';
import type { InteractiveJob } from '#lib/domain/interactive/interactive.ts';
import { database } from '../database/database.ts';
import type { Transaction } from '../database/transaction.ts';
import { logError } from '../log.ts';

export const QUEUES = {
  /** One job an experiment. A second try of a run that was cut off finds it marked interrupted, and does nothing. */
  experiment: 'experiment',
  /** Playground and lessons: whoever asked is waiting for it. */
  interactive: 'interactive',
} as const;

export interface ExperimentJob {
  experimentId: string;
}

/** A process that holds a job and died is noticed after so long, or twice that. */
const HEARTBEAT_SECONDS = 20;
const DAY_SECONDS = 86_400;

export async function openQueue(url: string, role: 'sender' | 'worker'): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    // Maintenance is the engine's; the web process only sends.
    supervise: role === 'worker',
    ...{ superviseIntervalSeconds: HEARTBEAT_SECONDS, monitorIntervalSeconds: HEARTBEAT_SECONDS },
    schedule: false,
    // A job wakes the engine at once; polling stays as the floor.
    useListenNotify: role === 'worker',
  });
  // pg-boss repeats a failed poll by itself; without a listener the event would end the process. Its stack is pg-boss's.
  boss.on('error', ({ message }) => logError('the queue', message));
  boss.on('warning', ({ message }) => logError('the queue', message));
  await boss.start();
  const options = {
    ...{ retryLimit: 0, heartbeatSeconds: HEARTBEAT_SECONDS },
    ...{ deleteAfterSeconds: DAY_SECONDS, notify: true },
  };
  await queueWith(boss, QUEUES.experiment, {
    ...options,
    expireInSeconds: 6 * 3600,
    // An engine that died between taking the job and moving the experiment loses its heartbeat, and another takes it.
    retryLimit: 2,
  });
  // What waits too long is ended by end-untaken.ts, which tells whoever waits; the queue itself would delete it silently.
  await queueWith(boss, QUEUES.interactive, {
    ...options,
    ...{ expireInSeconds: 600, retentionSeconds: DAY_SECONDS },
  });
  return boss;
}

/** A queue that an earlier version made gets today's settings, too. */
async function queueWith(boss: PgBoss, name: string, settings: Parameters<PgBoss['createQueue']>[1]) {
  await boss.createQueue(name, settings);
  await boss.updateQueue(name, settings);
}

const shared = globalThis as typeof globalThis & { crossoverQueue?: Promise<PgBoss> };

/** The queue of this process, for sending. One that could not be opened is opened anew by the next who needs it. */
export function queue(): Promise<PgBoss> {
  shared.crossoverQueue ??= openQueue(database().url, 'sender').catch((error: unknown) => {
    delete shared.crossoverQueue;
    throw error;
  });
  return shared.crossoverQueue;
}

export async function closeQueue(): Promise<void> {
  const boss = await shared.crossoverQueue?.catch(() => null);
  delete shared.crossoverQueue;
  await boss?.stop({ graceful: false });
}

/** Within the transaction that stores the experiment: there is none without a job. Its job has its id, so there is one only. */
export async function enqueueExperiment(job: ExperimentJob, transaction: Transaction): Promise<void> {
  const db = fromPrisma(transaction);
  await (await queue()).send(QUEUES.experiment, job, { id: job.experimentId, db });
}

/** Takes the job of a cancelled experiment out of the queue, within the transaction that cancels it. */
export async function dequeueExperiment(id: string, transaction: Transaction): Promise<void> {
  await (await queue()).deleteJob(QUEUES.experiment, id, { db: fromPrisma(transaction) });
}

/** The job of a run has the run's id: by it the run is found that no engine took. */
export async function enqueueInteractive(job: InteractiveJob): Promise<void> {
  await (await queue()).send(QUEUES.interactive, job, job.kind === 'kill' ? {} : { id: job.runId });
}
