import { createHash } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { BuildInfo, Bundle } from '#lib/domain/execution/executor.ts';
import type { Ms } from '#lib/domain/units.ts';
import { makeDirectory } from '../host/home.ts';

/** Paths were checked where the workload came in; here a mistake would write anywhere as root, so again. */
function insideOf(directory: string, path: string): string {
  const target = join(directory, path);
  if (target.startsWith(`${directory}/`)) return target;
  throw new CrossoverError({
    code: 'bundle-path-outside',
    owner: 'yours',
    message: `The file ${JSON.stringify(path)} would lie outside the package.`,
    remedy: 'Use a relative path without "..".',
  });
}

/** Writes the code where a sandbox's user may read it and nobody but us may write. @throws CrossoverError `bundle-path-outside` */
export async function writeCode(directory: string, bundle: Bundle): Promise<void> {
  for (const { path, content } of bundle.files) {
    const target = insideOf(directory, path);
    makeDirectory(dirname(target), 0o755);
    await writeFile(target, content);
    // Not by the mode of writeFile: a strict umask would take it back.
    await chmod(target, 0o644);
  }
}

/** The same bytes give the same digest, in whatever order the files come. */
export function buildInfo(bundle: Bundle, buildTime: Ms, engine: string): BuildInfo {
  const hash = createHash('sha256');
  let codeBytes = 0;
  for (const { path, content } of bundle.files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const bytes = Buffer.byteLength(content);
    codeBytes += bytes;
    hash.update(`${path}\0${bytes}\0${content}`);
  }
  return { codeBytes, baseBytes: 0, buildTime, digest: `sha256:${hash.digest('hex')}`, engine };
}
