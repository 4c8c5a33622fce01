import { callbackPlace, callbackWords } from '#lib/domain/lock-in/callbacks.ts';
import { missingEventFields, missingFieldWords } from '#lib/domain/lock-in/event-fields.ts';
import type { Code } from '#lib/domain/workload/workload.ts';
import { bundleOf, kindOfEntry, sourcesOf } from '../bundle.ts';
import type { Inputs, Output, Task } from './messages.ts';

/** Code that does not parse has no notes: its deployment says where it breaks. */
async function notesOf(code: Code): Promise<string[]> {
  const files = await sourcesOf(code).catch(() => []);
  if (files.length === 0) return [];
  const { handler } = code;
  const notes = [
    missingFieldWords(missingEventFields(files, handler)),
    callbackWords(callbackPlace(files, handler)),
  ];
  return notes.filter((words) => words !== null);
}

export const TASKS: { [T in Task]: (input: Inputs[T]) => Promise<Output<T>> } = {
  bundle: async (code) => {
    const { files, ...rest } = await bundleOf(code);
    return { ...rest, files: [...files] };
  },
  sources: sourcesOf,
  notes: notesOf,
  'module-kind': async ({ entry, files }) => kindOfEntry(entry, files),
};
