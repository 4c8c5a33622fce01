import { isFinal } from '#lib/domain/experiment/state.ts';
import type { ExperimentEvent } from '#lib/domain/live/events.ts';
import { answer } from '#lib/server/http/respond.ts';
import { eventStream } from '#lib/server/live/event-stream.ts';
import { topics } from '#lib/server/live/publish.ts';
import { findExperiment } from '#lib/server/repositories/experiments.ts';
import { found } from '#lib/server/services/not-found.ts';

type Context = { params: Promise<{ id: string }> };

const isLast = (payload: unknown) => {
  const event = payload as ExperimentEvent;
  return event.kind === 'state' && isFinal(event.state);
};

export const GET = (request: Request, { params }: Context) =>
  answer(async () => {
    const { id, state, problem } = found(await findExperiment((await params).id), 'experiment');
    const ended = isFinal(state)
      ? ({ kind: 'state', state, ...(problem === null ? {} : { problem }) } as const)
      : null;
    return eventStream(request, topics.experiment(id), { isLast, ended });
  });
