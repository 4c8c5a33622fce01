import type { LiveEvent } from '#lib/domain/live/events.ts';
import type { Database } from '../database/database.ts';
import { storableJson } from '../database/storable.ts';

export const LIVE_CHANNEL = 'crossover_live';

/** Topics are how a browser says what it watches. */
export const topics = {
  experiment: (id: string) => `experiment:${id}`,
  run: (id: string) => `run:${id}`,
  instances: 'instances',
} as const;

/**
 * Stores an event and wakes whoever watches its topic. The row comes first and the notice
 * carries no data, so a reader that missed a notice finds the event all the same.
 */
export async function publish(database: Database, topic: string, event: LiveEvent): Promise<void> {
  await database.pool.query(
    `WITH stored AS (INSERT INTO live_event (topic, payload) VALUES ($1, $2) RETURNING id)
     SELECT pg_notify($3, $1) FROM stored`,
    [topic, storableJson(event), LIVE_CHANNEL],
  );
}

/** Events are for watching, not for keeping: samples and reports hold what lasts. */
export async function forgetOldEvents(database: Database, hours = 24): Promise<void> {
  await database.pool.query('DELETE FROM live_event WHERE created_at < now() - make_interval(hours => $1)', [
    hours,
  ]);
}
