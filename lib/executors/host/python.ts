import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pythonMissing } from '#lib/domain/workload/runtime-missing.ts';
import { ask, findProgram, librariesOf } from './programs.ts';

/** The machine's own Python 3: one program for both sides, so that both measure one runtime. */
export interface PythonRuntime {
  /** Absolute path of a program that every user of the machine may run. */
  program: string;
  /** e.g. `3.11.2` */
  version: string;
  /** Directory of the standard library. */
  library: string;
  /** Absolute paths of the shared libraries that the program and the modules written in C need. */
  libraries: readonly string[];
}

const QUESTION =
  'import sys, sysconfig; print(sys.version.split()[0]); print(sysconfig.get_path("stdlib")); print(sysconfig.get_config_var("DESTSHARED") or "")';

/** Modules written in C bring libraries of their own. */
async function extensionsOf(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => name.endsWith('.so')).map((name) => join(directory, name));
}

async function look(): Promise<PythonRuntime> {
  const program = await findProgram('python3');
  if (program === null) throw pythonMissing();
  const [version = '3', library = '', extensions = ''] = (await ask(program, ['-I', '-c', QUESTION])).split(
    '\n',
  );
  const libraries = await librariesOf(program, ...(await extensionsOf(extensions)));
  return { program, version, library, libraries };
}

let known: Promise<PythonRuntime> | undefined;

/** @throws CrossoverError `runtime-missing`; the next call looks again. */
export function pythonRuntime(): Promise<PythonRuntime> {
  known ??= look().catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

/** Null when there is none. */
export const pythonVersion = (): Promise<string | null> =>
  pythonRuntime().then(
    ({ version }) => version,
    () => null,
  );
