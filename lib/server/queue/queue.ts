import { PgBoss } from 'pg-boss';
import type { InteractiveJob } from '#lib/domain/interactive/interactive.ts';
import { database } from '../database/database.ts';

export const QUEUES = {
  /** One job an experiment. A second try of a run that was cut off finds it marked interrupted, and does nothing. */
  experiment: 'experiment',
  /** Playground and lessons: whoever asked is waiting for it. */
  interactive: 'interactive',
} as const;

export interface ExperimentJob {
  experimentId: string;
}

export async function openQueue(url: string, role: 'sender' | 'worker'): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    // Maintenance is the engine's; the web process only sends.
    supervise: role === 'worker',
    schedule: false,
    // A job wakes the engine at once; polling stays as the floor.
    useListenNotify: role === 'worker',
  });
  // pg-boss repeats a failed poll by itself; without a listener the event would end the process.
  boss.on('error', () => {});
  await boss.start();
  const options = { retryLimit: 0, deleteAfterSeconds: 86_400, notify: true };
  await boss.createQueue(QUEUES.experiment, {
    ...options,
    expireInSeconds: 6 * 3600,
    // An engine that died between taking the job and moving the experiment loses its heartbeat, and another takes it.
    heartbeatSeconds: 20,
    retryLimit: 2,
  });
  await boss.createQueue(QUEUES.interactive, { ...options, expireInSeconds: 600, retentionSeconds: 60 });
  return boss;
}

const shared = globalThis as typeof globalThis & { crossoverQueue?: Promise<PgBoss> };

/** The queue of this process, for sending. */
function queue(): Promise<PgBoss> {
  shared.crossoverQueue ??= openQueue(database().url, 'sender');
  return shared.crossoverQueue;
}

export async function closeQueue(): Promise<void> {
  const boss = await shared.crossoverQueue?.catch(() => null);
  delete shared.crossoverQueue;
  await boss?.stop({ graceful: false });
}

export const enqueueExperiment = (job: ExperimentJob): Promise<void> => send(QUEUES.experiment, job);
export const enqueueInteractive = (job: InteractiveJob): Promise<void> => send(QUEUES.interactive, job);

async function send(name: string, job: object): Promise<void> {
  await (await queue()).send(name, job);
}
