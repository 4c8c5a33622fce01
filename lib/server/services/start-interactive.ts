import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PlaygroundRequest } from '#lib/domain/interactive/interactive.ts';
import type { RunView } from '#lib/domain/live/api.ts';
import { listLessons } from '#lib/lessons/lessons.ts';
import { latestEvent } from '../live/latest.ts';
import { topics } from '../live/publish.ts';
import { enqueueInteractive } from '../queue/queue.ts';
import { found } from './not-found.ts';

/** @param browser whose processes the run may use and leave behind */
export async function startPlaygroundRun(browser: string, request: PlaygroundRequest): Promise<RunView> {
  const runId = randomUUID();
  await enqueueInteractive({ kind: 'playground', runId, browser, request });
  return { runId };
}

export async function startLessonRun(slug: string): Promise<RunView> {
  const lesson = found(listLessons().find((candidate) => candidate.slug === slug) ?? null, 'lesson');
  const runId = randomUUID();
  await enqueueInteractive({ kind: 'lesson', runId, lesson: lesson.slug });
  return { runId };
}

const Listed = z.object({ instances: z.array(z.object({ id: z.string() })) });

/** @throws CrossoverError `not-found` for an instance that the browser's own list does not show */
export async function killInstance(browser: string, instanceId: string): Promise<void> {
  const latest = await latestEvent(topics.instances(browser));
  const { instances } = latest === null ? { instances: [] } : Listed.parse(latest.payload);
  found(instances.find(({ id }) => id === instanceId) ?? null, 'instance');
  await enqueueInteractive({ kind: 'kill', browser, instanceId });
}
