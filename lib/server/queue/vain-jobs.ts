import { z } from 'zod';
import { database } from '../database/database.ts';
import type { Transaction } from '../database/transaction.ts';
import { ANY_ENGINE_ALIVE } from '../repositories/engines.ts';
import { QUEUES } from './queue.ts';

/** A playground or lesson job that no engine will do any more. */
const VainJob = z.object({
  /** That of its run. */
  id: z.string(),
  /** Whether an engine had taken it. */
  taken: z.boolean(),
});
export type VainJob = z.infer<typeof VainJob>;

const VainJobs = z.array(VainJob);
const AT_ONCE = 100;

/**
 * Jobs of playground and lessons that failed, those whose engine is gone (the queue itself looks only while there is
 * another engine) and those that waited longer than that, locked until the transaction ends: an engine that looks for a
 * job at this moment passes them by. An engine is gone at once when none is alive, else after two heartbeats without a
 * sign of life.
 */
export async function vainJobs(transaction: Transaction, waitedSeconds: number): Promise<VainJob[]> {
  const rows = await transaction.$queryRawUnsafe(
    `SELECT id::text, state IN ('failed', 'active') AS taken FROM pgboss.job
     WHERE name = $1 AND (state = 'failed'
       OR state = 'active' AND (heartbeat_on + 2 * heartbeat_seconds * interval '1s' < now() OR NOT ${ANY_ENGINE_ALIVE})
       OR state IN ('created', 'retry') AND created_on < now() - make_interval(secs => $2::float8))
     ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED`,
    QUEUES.interactive,
    waitedSeconds,
  );
  return VainJobs.parse(rows);
}

export async function removeJob(transaction: Transaction, id: string): Promise<void> {
  const sql = 'DELETE FROM pgboss.job WHERE name = $1 AND id = $2::uuid';
  await transaction.$executeRawUnsafe(sql, QUEUES.interactive, id);
}

/** Whether the last event of a topic has been published. */
export async function hasEnded(transaction: Transaction, topic: string): Promise<boolean> {
  const ends = await transaction.liveEventRow.count({
    where: { topic, payload: { path: ['kind'], equals: 'done' } },
  });
  return ends > 0;
}

/** Queued experiments whose job has failed or is gone. (Jobs of earlier versions have ids of their own.) */
export async function vainExperiments(): Promise<string[]> {
  const { rows } = await database().pool.query<{ id: string }>(
    `SELECT id FROM experiment WHERE state = 'queued' AND NOT EXISTS (
       SELECT 1 FROM pgboss.job WHERE name = $1 AND data->>'experimentId' = experiment.id::text
         AND state IN ('created', 'retry', 'active'))`,
    [QUEUES.experiment],
  );
  return rows.map(({ id }) => id);
}
