import type { MiB } from '#lib/domain/units.ts';
import type { WorkloadRuntime } from '#lib/domain/workload/runtime.ts';
import { atTheirPaths } from '../host/programs.ts';
import { pythonRuntime } from '../host/python.ts';
import { RUNTIME_DIRECTORY } from '../source/task-environment.ts';
import { wrapperCommand } from './sandbox/argv.ts';

/** The program in a sandbox that loads the handler and speaks the frames, in the language of the handler. */
export interface Wrapper {
  /** Node and its libraries are in the sandbox. */
  node: boolean;
  /** More of this machine that it needs, read-only: path inside by path here. */
  mounts: Readonly<Record<string, string>>;
  command(memory: MiB): readonly string[];
}

const NODE: Wrapper = { node: true, mounts: {}, command: (memory) => wrapperCommand(memory) };

/** Isolated (-I): no variable of the environment and no directory of the code changes how Python itself starts. */
async function python(): Promise<Wrapper> {
  const { program, library, libraries } = await pythonRuntime();
  return {
    node: false,
    // At its own path, from which it finds its standard library.
    mounts: atTheirPaths([...libraries, program, library]),
    command: () => [program, '-I', '-B', '-X', 'utf8', `${RUNTIME_DIRECTORY}/bootstrap.py`],
  };
}

const WRAPPERS: Readonly<Record<WorkloadRuntime, () => Promise<Wrapper>>> = {
  nodejs: async () => NODE,
  python,
};

/** @throws CrossoverError `runtime-missing` */
export const wrapperOf = (runtime: WorkloadRuntime): Promise<Wrapper> => WRAPPERS[runtime]();
