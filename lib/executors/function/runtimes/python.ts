import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CrossoverError } from '#lib/domain/errors.ts';
import { RUNTIME_DIRECTORY } from '../sandbox/argv.ts';
import { ask, findProgram, librariesOf } from './programs.ts';
import type { Runtime } from './runtime.ts';

const QUESTION =
  'import sys, sysconfig; print(sys.version.split()[0]); print(sysconfig.get_path("stdlib")); print(sysconfig.get_config_var("DESTSHARED") or "")';

/** Modules written in C bring libraries of their own. */
async function extensionsOf(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => name.endsWith('.so')).map((name) => join(directory, name));
}

/** The machine's own Python 3. @throws CrossoverError `runtime-missing` */
export async function python(): Promise<Runtime> {
  const program = await findProgram('python3');
  if (program === null) {
    throw new CrossoverError({
      code: 'runtime-missing',
      owner: 'yours',
      message: 'There is no Python 3 on this machine that every user may run.',
      remedy: 'Install it: apt-get install python3 (Debian, Ubuntu), dnf install python3 (Fedora).',
    });
  }
  const [version = '3', library = '', extensions = ''] = (await ask(program, ['-I', '-c', QUESTION])).split(
    '\n',
  );
  const libraries = await librariesOf(program, ...(await extensionsOf(extensions)));
  const [major, minor] = version.split('.');
  return {
    name: 'python',
    title: `python:${version}`,
    files: { 'bootstrap.py': fileURLToPath(new URL('./python/bootstrap.py', import.meta.url)) },
    // At its own path, from which it finds its standard library.
    mounts: { ...libraries, [program]: program, [library]: library },
    environment: { AWS_EXECUTION_ENV: `AWS_Lambda_python${major}.${minor}`, PYTHONUNBUFFERED: '1' },
    command: () => [program, '-B', `${RUNTIME_DIRECTORY}/bootstrap.py`],
  };
}
