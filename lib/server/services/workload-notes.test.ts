import { describe, expect, it } from 'vitest';
import type { Ms } from '#lib/domain/units.ts';
import { workloadNotes } from './workload-notes.ts';

const notes = (entry: string, content: string, limit?: Ms) =>
  workloadNotes({ entry, handler: 'handler', files: [{ path: entry, content }] }, limit);

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

  it('let others be served while a file holds the parser, and say that it was left', async () => {
    const deep = `def handler(event, context):\n    return event${'["a"]'.repeat(190_000)}`;
    const slow = notes('app.py', deep, 1500);
    let turns = 0;
    const others = setInterval(() => turns++, 10);
    expect(await slow).toEqual([expect.stringContaining('not looked through')]);
    clearInterval(others);
    expect(turns).toBeGreaterThan(10);
    expect(
      await notes('index.mjs', 'export const handler = async (event) => event.httpMethod;'),
    ).toHaveLength(1);
  });
});
