import { missingEventFields, missingFieldWords } from '#lib/domain/lock-in/event-fields.ts';
import type { Code, SourceFile } from '#lib/domain/workload/workload.ts';
import { strippedSources } from '#lib/executors/source/prepare.ts';

/**
 * Sentences that a reader needs before a run of this code: that it was written for other events than the run sends.
 * Code that does not parse has none; its deployment says where it breaks.
 */
export async function workloadNotes(code: Code): Promise<string[]> {
  const words = missingFieldWords(missingEventFields(await sourcesOf(code), code.handler));
  return words === null ? [] : [words];
}

async function sourcesOf(code: Code): Promise<SourceFile[]> {
  try {
    return await strippedSources(code);
  } catch {
    return [];
  }
}
