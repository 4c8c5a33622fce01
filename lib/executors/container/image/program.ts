import type { MiB } from '#lib/domain/units.ts';
import type { WorkloadRuntime } from '#lib/domain/workload/runtime.ts';
import { heapFlags, RUNTIME_DIRECTORY, TASK_ROOT } from '../../source/task-environment.ts';
import { CONTAINER_LIMITS } from '../engines/container-limits.ts';
import { IN_FLIGHT_LIMIT } from '../replica/settings.ts';
import { NODE_PATH, PYTHON_PATH } from './base-files.ts';

/** How the process of an image is started and what may be expected of it. */
export interface Program {
  /** `wrapper` is ours around a handler and speaks over a unix socket; `server` is anybody's that listens on $PORT. */
  kind: 'wrapper' | 'server';
  /** The command line in a container of this much memory. */
  command(memory: MiB): readonly string[];
  cwd: string;
  /** Where a server listens, as told in $PORT. */
  port: number;
  /** `NAME=value` of what the image itself sets. */
  environment: readonly string[];
  /** Processes and threads of one container. */
  pids: number;
}

/** The port an own server is told in $PORT. */
export const PORT = 8080;

interface Wrapper {
  command(memory: MiB | null): readonly string[];
  pids: number;
}

/** Node sees no limit of its own under every engine: it would grow until the kernel ends it, with no word about why. */
const limited = (memory: MiB | null): string[] => (memory === null ? [] : heapFlags(memory));

/** Our program around a handler, in the language of the handler. */
const WRAPPERS: Readonly<Record<WorkloadRuntime, Wrapper>> = {
  nodejs: {
    command: (memory) => [`/${NODE_PATH}`, ...limited(memory), `${RUNTIME_DIRECTORY}/server.cjs`],
    pids: CONTAINER_LIMITS.pids,
  },
  python: {
    // Isolated: no variable of the environment and no directory of the code changes how Python itself starts.
    command: () => [`/${PYTHON_PATH}`, '-I', '-B', '-X', 'utf8', `${RUNTIME_DIRECTORY}/server.py`],
    // A thread for each request in flight, beside what any container may have.
    pids: CONTAINER_LIMITS.pids + IN_FLIGHT_LIMIT,
  },
};

/** How the image is started where nobody says how much memory there is. */
export const wrapperCommand = (runtime: WorkloadRuntime): readonly string[] =>
  WRAPPERS[runtime].command(null);

/** Our wrapper around the user's handler. */
export const wrapperProgram = (runtime: WorkloadRuntime, environment: readonly string[]): Program => ({
  kind: 'wrapper',
  ...WRAPPERS[runtime],
  cwd: TASK_ROOT,
  port: PORT,
  environment,
});

/** A program of the user. Node is told the memory there is, for it cannot see the limit everywhere. */
export const serverProgram = (
  command: readonly string[],
  cwd: string,
  environment: readonly string[],
  port = PORT,
): Program => {
  const [first = '', ...rest] = command;
  const isNode = first === 'node' || first === `/${NODE_PATH}`;
  return {
    kind: 'server',
    command: (memory) => (isNode ? [first, ...limited(memory), ...rest] : command),
    ...{ cwd, port, environment, pids: CONTAINER_LIMITS.pids },
  };
};
