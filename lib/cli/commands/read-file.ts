import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { CrossoverError } from '#lib/domain/errors.ts';

/** The text of a file; of standard input without a path or with "-". @throws CrossoverError `unreadable-file` */
export async function readText(path: string | undefined): Promise<string> {
  if (path === undefined || path === '-') return await text(process.stdin);
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CrossoverError(
      {
        code: 'unreadable-file',
        owner: 'yours',
        message: `${path} cannot be read.`,
        remedy: 'Give the path of a readable file, or send its text to standard input.',
      },
      { cause },
    );
  }
}

/** @param remedy What to send instead. @throws CrossoverError `invalid-json` */
export function parseJson(source: string, remedy: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CrossoverError(
      { code: 'invalid-json', owner: 'yours', message: `The input is not JSON: ${why}.`, remedy },
      { cause },
    );
  }
}
