import { browserOf } from '#lib/server/http/browser.ts';
import { answer } from '#lib/server/http/respond.ts';
import { eventStream } from '#lib/server/live/event-stream.ts';
import { latestEvent } from '#lib/server/live/latest.ts';
import { topics } from '#lib/server/live/publish.ts';

/** Only the newest snapshot matters: a new watcher gets that one and what follows. */
export const GET = (request: Request) =>
  answer(async () => {
    const { id, headers } = browserOf(request);
    const topic = topics.instances(id);
    const latest = await latestEvent(topic);
    return eventStream(request, topic, { from: (latest?.id ?? 0n) - 1n, headers });
  });
