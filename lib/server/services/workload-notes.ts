import { toProblem } from '#lib/domain/errors.ts';
import type { Code } from '#lib/domain/workload/workload.ts';
import { notesOnCode } from '#lib/executors/source/prepare.ts';
import { NOT_READ } from '#lib/executors/source/reading/lanes.ts';

const TOO_MUCH =
  'The code was not looked through for events of other formats and for callbacks: that takes too long or too much memory.';

/**
 * Sentences that a reader needs before a run of this code: that it was written for other events than the run sends,
 * that it answers in a way that a platform gives up.
 */
export async function workloadNotes(code: Code, look = notesOnCode): Promise<string[]> {
  try {
    return await look(code);
  } catch (error) {
    if (toProblem(error).code === NOT_READ) return [TOO_MUCH];
    throw error;
  }
}
