import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { CrossoverError } from '#lib/domain/errors.ts';
import { decodeText } from '#lib/domain/text/decode.ts';
import { FILE_JSON_LIMITS, parseJson as parse } from '#lib/domain/text/json.ts';

/** The text of a file; of standard input without a path or with "-". @throws CrossoverError `unreadable-file`, `not-text` */
export const readText = async (path: string | undefined): Promise<string> =>
  decodeText(await readBytes(path));

/** The bytes of a file; of standard input without a path or with "-". @throws CrossoverError `unreadable-file` */
export async function readBytes(path: string | undefined): Promise<Uint8Array> {
  if (path === undefined || path === '-') return await buffer(process.stdin);
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new CrossoverError(
      {
        code: 'unreadable-file',
        owner: 'yours',
        message: `${path} cannot be read.`,
        remedy: 'Give the path of a readable file, or send it to standard input.',
      },
      { cause },
    );
  }
}

/** @param remedy What to send instead. @throws CrossoverError `invalid-json` */
export function parseJson(source: string, remedy: string): unknown {
  try {
    return parse(source, FILE_JSON_LIMITS);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CrossoverError(
      { code: 'invalid-json', owner: 'yours', message: `The input is not JSON: ${why}.`, remedy },
      { cause },
    );
  }
}
