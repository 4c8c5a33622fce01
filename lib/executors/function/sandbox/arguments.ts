import { randomUUID } from 'node:crypto';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';

/**
 * Arguments for bubblewrap in a file without a name, for its option --args: on its command line everybody on this
 * machine could read the function's environment. The caller closes the descriptor.
 * @throws CrossoverError `invalid-environment` when one would be read as more than one
 */
export function argumentsFile(directory: string, list: readonly string[]): number {
  if (list.some((one) => one.includes('\0'))) {
    throw new CrossoverError({
      code: 'invalid-environment',
      owner: 'yours',
      message: 'A variable of the environment contains a NUL character.',
      remedy: 'Encode its value, as Base64 for example.',
    });
  }
  const path = join(directory, `arguments-${randomUUID()}`);
  const descriptor = openSync(path, 'wx+', 0o600);
  try {
    unlinkSync(path);
    const bytes = Buffer.from(list.map((one) => `${one}\0`).join(''));
    // At a position, so that who reads the shared descriptor begins at the beginning.
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at, bytes.length - at, at);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}
