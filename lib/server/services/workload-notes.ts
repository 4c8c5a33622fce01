import { callbackPlace, callbackWords } from '#lib/domain/lock-in/callbacks.ts';
import { missingEventFields, missingFieldWords } from '#lib/domain/lock-in/event-fields.ts';
import type { Code, SourceFile } from '#lib/domain/workload/workload.ts';
import { strippedSources } from '#lib/executors/source/prepare.ts';

/**
 * Sentences that a reader needs before a run of this code: that it was written for other events than the run sends,
 * that it answers in a way that a platform gives up.
 * Code that does not parse has none; its deployment says where it breaks.
 */
export async function workloadNotes(code: Code): Promise<string[]> {
  const sources = await sourcesOf(code);
  return [
    missingFieldWords(missingEventFields(sources, code.handler)),
    callbackWords(callbackPlace(sources, code.handler)),
  ].filter((words) => words !== null);
}

async function sourcesOf(code: Code): Promise<SourceFile[]> {
  try {
    return await strippedSources(code);
  } catch {
    return [];
  }
}
