import { createHash } from 'node:crypto';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Bytes } from '#lib/domain/units.ts';
import { makeDirectory } from '../../host/home.ts';
import { packageError } from './problems.ts';

export interface PackageSizes {
  zipBytes: Bytes;
  unpackedBytes: Bytes;
  /** More files than any package has; each costs an inode. */
  files: number;
}

const FORBIDDEN = /(^|\/)\.\.?(\/|$)|\/\/|\\|\0/;

/**
 * Where a file of a package is written. Every way out of the directory is refused, not repaired:
 * a package that tries is not what its owner thinks it is.
 * @throws CrossoverError `package-path-refused`
 */
export function targetOf(directory: string, path: string): string {
  const bad = path === '' || path.startsWith('/') || /^[A-Za-z]:/.test(path) || FORBIDDEN.test(path);
  const target = join(directory, path);
  if (!bad && path.length <= 1_024 && target.startsWith(`${directory}/`)) return target;
  throw packageError(
    'package-path-refused',
    `The package has a file at ${JSON.stringify(path.slice(0, 200))}, which lies outside of it or is no plain path.`,
    'Use relative paths without "..", backslashes or drive letters.',
  );
}

/** Makes the directories above a file, readable for the sandbox's user. */
export const makeParents = (target: string): string => makeDirectory(dirname(target), 0o755);

/** Files keep whether they can be executed and nothing else of their mode. */
export const setMode = (target: string, executable: boolean): Promise<void> =>
  chmod(target, executable ? 0o755 : 0o644);

/** Every file below a directory with its path relative to it, in a fixed order. */
export async function filesBelow(directory: string, under = ''): Promise<string[]> {
  const entries = await readdir(join(directory, under), { withFileTypes: true });
  const paths = entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(async (entry) => {
      const path = posix.join(under, entry.name);
      return entry.isDirectory() ? filesBelow(directory, path) : [path];
    });
  return (await Promise.all(paths)).flat();
}

/** SHA-256 in base64 of bytes, as the platform shows it for a ZIP. */
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');

/** The same for a directory: names and contents in order. */
export async function directorySha256(directory: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await filesBelow(directory)) {
    const content = await readFile(join(directory, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('base64');
}
