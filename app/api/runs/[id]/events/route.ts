import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import { answer } from '#lib/server/http/respond.ts';
import { eventStream } from '#lib/server/live/event-stream.ts';
import { topics } from '#lib/server/live/publish.ts';
import { findRun } from '#lib/server/repositories/runs.ts';
import { found } from '#lib/server/services/not-found.ts';

type Context = { params: Promise<{ id: string }> };

const isLast = (payload: unknown) => (payload as InteractiveEvent).kind === 'done';

export const GET = (request: Request, { params }: Context) =>
  answer(async () => {
    const { id } = await params;
    const { ended } = found(await findRun(id), 'run');
    return eventStream(request, topics.run(id), { isLast, ended: ended ? { kind: 'done' } : null });
  });
