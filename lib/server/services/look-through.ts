// Looks through code in a process of its own: one JSON `Code` on standard input, its notes on standard output.
import { text } from 'node:stream/consumers';
import { callbackPlace, callbackWords } from '#lib/domain/lock-in/callbacks.ts';
import { missingEventFields, missingFieldWords } from '#lib/domain/lock-in/event-fields.ts';
import { Code } from '#lib/domain/workload/workload.ts';

const { files, handler } = Code.parse(JSON.parse(await text(process.stdin)));
const notes = [
  missingFieldWords(missingEventFields(files, handler)),
  callbackWords(callbackPlace(files, handler)),
].filter((words) => words !== null);
process.stdout.write(JSON.stringify(notes));
