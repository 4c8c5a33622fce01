import type { LiveEvent } from '#lib/domain/live/events.ts';
import type { Database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';
import type { Transaction } from '../database/transaction.ts';

export const LIVE_CHANNEL = 'crossover_live';

/** Topics are how a browser says what it watches. */
export const topics = {
  experiment: (id: string) => `experiment:${id}`,
  run: (id: string) => `run:${id}`,
  instances: (browser: string) => `instances:${browser}`,
} as const;

/**
 * Ids are given while the topic is locked until the commit. Without the lock a transaction with a lower id could
 * commit after one with a higher id, and a reader that has gone on from the higher would never see the lower.
 */
const PUBLISH = `WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended($1::text, 1))),
  stored AS (INSERT INTO live_event (topic, payload) SELECT $1::text, $2::jsonb FROM held RETURNING id)
  SELECT pg_notify($3::text, $1::text) FROM stored`;

const valuesOf = (topic: string, event: LiveEvent): string[] => [topic, storableJson(event), LIVE_CHANNEL];

/**
 * Stores an event and wakes whoever watches its topic. The row comes first and the notice
 * carries no data, so a reader that missed a notice finds the event all the same.
 */
export async function publish(database: Database, topic: string, event: LiveEvent): Promise<void> {
  await database.pool.query(PUBLISH, valuesOf(topic, event));
}

/** The same within a transaction: watchers are told when it commits, and not when it does not. */
export async function publishIn(transaction: Transaction, topic: string, event: LiveEvent): Promise<void> {
  await transaction.$executeRawUnsafe(PUBLISH, ...valuesOf(topic, event));
}

/** Events are for watching, not for keeping: samples and reports hold what lasts. */
export async function forgetOldEvents(database: Database, hours = 24): Promise<void> {
  await database.pool.query('DELETE FROM live_event WHERE created_at < now() - make_interval(hours => $1)', [
    hours,
  ]);
}
