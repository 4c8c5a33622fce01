import { database } from '../database/database.ts';
import type { StoredEvent } from './hub.ts';
import { topics } from './publish.ts';

/** The newest event of a topic; null when there is none. */
export const latestEvent = (topic: string): Promise<StoredEvent | null> =>
  database().prisma.liveEventRow.findFirst({
    where: { topic },
    orderBy: { id: 'desc' },
    select: { id: true, payload: true },
  });

/** Topics of live lists whose newest list shows instances. */
export async function shownLists(): Promise<string[]> {
  const { rows } = await database().pool.query<{ topic: string }>(
    `SELECT topic FROM (
       SELECT DISTINCT ON (topic) topic, payload FROM live_event
       WHERE topic LIKE $1 ORDER BY topic, id DESC
     ) AS newest WHERE jsonb_array_length(payload->'instances') > 0`,
    [topics.instances('%')],
  );
  return rows.map(({ topic }) => topic);
}
