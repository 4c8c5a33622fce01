import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { cleanEnvironment } from './clean-environment.ts';
import { parseLdd } from './node-runtime.ts';

const run = promisify(execFile);
const OTHERS_MAY_ENTER = 0o001;
const DIRECTORIES = ['/usr/local/bin', '/usr/bin', '/bin'];

/** A sandbox runs as a user that owns nothing: a program below /root is out of its reach. */
async function reachable(path: string): Promise<boolean> {
  for (let directory = dirname(path); directory !== '/'; directory = dirname(directory)) {
    if (((await stat(directory)).mode & OTHERS_MAY_ENTER) === 0) return false;
  }
  return ((await stat(path)).mode & OTHERS_MAY_ENTER) !== 0;
}

/** Where a program of the machine really is; null when there is none that every user may run. */
export async function findProgram(...names: readonly string[]): Promise<string | null> {
  for (const path of names.flatMap((name) => DIRECTORIES.map((directory) => `${directory}/${name}`))) {
    const real = await realpath(path).catch(() => null);
    if (real === null) continue;
    const runnable = await access(real, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runnable && (await reachable(real))) return real;
  }
  return null;
}

/** The shared libraries of programs, by their paths; none for static programs. */
export async function librariesOf(...files: readonly string[]): Promise<string[]> {
  // ldd fails on a static program and says so; of several files it lists what it can.
  const output = await run('ldd', [...files], { env: cleanEnvironment() }).then(
    ({ stdout }) => stdout,
    (error: { stdout?: string }) => error.stdout ?? '',
  );
  return parseLdd(output);
}

/** Runs a program of the machine for what it prints. */
export async function ask(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, [...args], { env: cleanEnvironment(), timeout: 10_000 });
  return stdout.trim();
}

/** Files of the machine at their own paths: path inside by path here. */
export const atTheirPaths = (paths: readonly string[]): Record<string, string> =>
  Object.fromEntries(paths.map((path) => [path, path]));
