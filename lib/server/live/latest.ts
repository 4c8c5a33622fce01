import { database } from '../database/database.ts';

/** Id of the newest event of a topic; 0 when there is none. */
export async function latestEventId(topic: string): Promise<bigint> {
  const newest = await database().prisma.liveEventRow.findFirst({
    where: { topic },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  return newest?.id ?? 0n;
}
