import { randomUUID } from 'node:crypto';
import type { PlaygroundRequest } from '#lib/domain/interactive/interactive.ts';
import type { RunView } from '#lib/domain/live/api.ts';
import { listLessons } from '#lib/lessons/lessons.ts';
import { enqueueInteractive } from '../queue/queue.ts';
import { found } from './not-found.ts';

export async function startPlaygroundRun(request: PlaygroundRequest): Promise<RunView> {
  const runId = randomUUID();
  await enqueueInteractive({ kind: 'playground', runId, request });
  return { runId };
}

export async function startLessonRun(slug: string): Promise<RunView> {
  const lesson = found(listLessons().find((candidate) => candidate.slug === slug) ?? null, 'lesson');
  const runId = randomUUID();
  await enqueueInteractive({ kind: 'lesson', runId, lesson: lesson.slug });
  return { runId };
}

/** Which instances there are only the engine knows; what cannot be an id does not get that far. */
export async function killInstance(instanceId: string): Promise<void> {
  const id = found(/^[\w-]{1,64}$/.test(instanceId) ? instanceId : null, 'instance');
  await enqueueInteractive({ kind: 'kill', instanceId: id });
}
