import { describe, expect, it } from 'vitest';
import type { Code } from '#lib/domain/workload/workload.ts';
import { Lanes } from '#lib/executors/source/reading/lanes.ts';
import { workloadNotes } from './workload-notes.ts';

const notes = (entry: string, content: string) =>
  workloadNotes({ entry, handler: 'handler', files: [{ path: entry, content }] });

describe('notes before a run', () => {
  it('say that TypeScript or Python was written for other events, with its own line', async () => {
    const typed =
      'interface Event { httpMethod: string }\n\nexport const handler = async (event: Event) =>\n  event.httpMethod;';
    expect(await notes('index.ts', typed)).toEqual([
      expect.stringContaining('reads event.httpMethod (index.ts:4)'),
    ]);
    const python = 'def handler(event, context):\n    return event["pathParameters"]["id"]';
    expect(await notes('app.py', python)).toEqual([
      expect.stringContaining('event.pathParameters (app.py:2)'),
    ]);
  });

  it('say nothing of code that fits, or that does not parse', async () => {
    expect(await notes('index.ts', 'export const handler = async (event) => event.rawPath;')).toEqual([]);
    expect(await notes('index.ts', 'export const handler = (')).toEqual([]);
  });

  it('say that a file was left which holds its reader', async () => {
    using lanes = new Lanes({ quick: 100, patient: 100 });
    const content = `def handler(event, context):\n    return event${'["a"]'.repeat(190_000)}`;
    const deep = { entry: 'app.py', handler: 'handler', files: [{ path: 'app.py', content }] };
    const look = (code: Code) => lanes.read('notes', code);
    expect(await workloadNotes(deep, look)).toEqual([expect.stringContaining('not looked through')]);
  });
});
