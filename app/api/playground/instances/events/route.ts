import { answer } from '#lib/server/http/respond.ts';
import { eventStream } from '#lib/server/live/event-stream.ts';
import { latestEventId } from '#lib/server/live/latest.ts';
import { topics } from '#lib/server/live/publish.ts';

/** Only the newest snapshot matters: a new watcher gets that one and what follows. */
export const GET = (request: Request) =>
  answer(async () =>
    eventStream(request, topics.instances, { from: (await latestEventId(topics.instances)) - 1n }),
  );
