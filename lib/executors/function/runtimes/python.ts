import { fileURLToPath } from 'node:url';
import { atTheirPaths } from '../../host/programs.ts';
import { pythonRuntime } from '../../host/python.ts';
import { executionEnvironment, RUNTIME_DIRECTORY } from '../../source/task-environment.ts';
import type { Runtime } from './runtime.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The machine's own Python 3. @throws CrossoverError `runtime-missing` */
export async function python(): Promise<Runtime> {
  const { program, version, library, libraries } = await pythonRuntime();
  return {
    name: 'python',
    title: `python:${version}`,
    files: {
      'bootstrap.py': file('./python/bootstrap.py'),
      'user_code.py': file('../../source/python/user_code.py'),
    },
    // At its own path, from which it finds its standard library.
    mounts: atTheirPaths([...libraries, program, library]),
    execution: await executionEnvironment('python'),
    environment: {},
    command: () => [program, '-I', '-B', '-X', 'utf8', `${RUNTIME_DIRECTORY}/bootstrap.py`],
  };
}
