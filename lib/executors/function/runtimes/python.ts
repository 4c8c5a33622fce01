import { fileURLToPath } from 'node:url';
import { atTheirPaths } from '../../host/programs.ts';
import { pythonRuntime } from '../../host/python.ts';
import { RUNTIME_DIRECTORY } from '../sandbox/argv.ts';
import type { Runtime } from './runtime.ts';

/** The machine's own Python 3. @throws CrossoverError `runtime-missing` */
export async function python(): Promise<Runtime> {
  const { program, version, library, libraries } = await pythonRuntime();
  const [major, minor] = version.split('.');
  return {
    name: 'python',
    title: `python:${version}`,
    files: { 'bootstrap.py': fileURLToPath(new URL('./python/bootstrap.py', import.meta.url)) },
    // At its own path, from which it finds its standard library.
    mounts: atTheirPaths([...libraries, program, library]),
    environment: { AWS_EXECUTION_ENV: `AWS_Lambda_python${major}.${minor}`, PYTHONUNBUFFERED: '1' },
    command: () => [program, '-B', `${RUNTIME_DIRECTORY}/bootstrap.py`],
  };
}
