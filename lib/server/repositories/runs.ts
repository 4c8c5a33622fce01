import { z } from 'zod';
import { database } from '../database/database.ts';
import { topics } from '../live/publish.ts';
import { QUEUES } from '../queue/queue.ts';
import { isUuid } from './uuid.ts';

const Found = z.object({ known: z.boolean(), ended: z.boolean() });

/** A playground or lesson run: known by its job while that is kept, and by its events. Null for an id of none. */
export async function findRun(id: string): Promise<{ ended: boolean } | null> {
  if (!isUuid(id)) return null;
  const { rows } = await database().pool.query(
    `SELECT EXISTS (SELECT 1 FROM pgboss.job WHERE name = $1 AND id = $2::uuid)
       OR EXISTS (SELECT 1 FROM live_event WHERE topic = $3) AS known,
     EXISTS (SELECT 1 FROM live_event WHERE topic = $3 AND payload->>'kind' = 'done') AS ended`,
    [QUEUES.interactive, id, topics.run(id)],
  );
  const { known, ended } = Found.parse(rows[0]);
  return known ? { ended } : null;
}
