import type { ServiceMount } from '#lib/domain/execution/executor.ts';
import { REGION } from '#lib/domain/functions/identifier.ts';
import type { MiB } from '#lib/domain/units.ts';
import { runtimeOf, type WorkloadRuntime } from '#lib/domain/workload/runtime.ts';
import { nodeRuntime } from '../host/node-runtime.ts';
import { pythonRuntime } from '../host/python.ts';

/** Where the user's files and the files of the runtime lie inside, whatever runs the code. */
export const TASK_ROOT = '/var/task';
export const RUNTIME_DIRECTORY = '/var/runtime';
/** Time zones, for programs that bring none of their own, at their usual place on this machine and inside. */
export const ZONE_DATA = '/usr/share/zoneinfo';

/**
 * The variables that every program of a user's starts with. A production platform runs the code, so libraries must
 * not be slow and talkative as they are in development.
 */
export const PROGRAM_ENVIRONMENT = {
  HOME: '/tmp',
  LANG: 'C.UTF-8',
  NODE_ENV: 'production',
  PATH: '/usr/local/bin:/usr/bin:/bin:/opt/bin',
  TZ: 'UTC',
} as const;

/** One environment or replica, as its code is told of itself. */
export interface Task {
  /** Of the function. */
  name: string;
  version: string;
  memory: MiB;
  /** As a platform writes it, e.g. `dir/index.handler`. */
  handler: string;
  /** e.g. `AWS_Lambda_nodejs22.x`, from `executionEnvironment`; null for a runtime that names none. */
  execution: string | null;
  /** Distinguishes its log from those of its siblings. */
  id: string;
  provisioned?: boolean;
}

/** AWS_EXECUTION_ENV of a runtime of this machine. @throws CrossoverError `runtime-missing` */
export async function executionEnvironment(runtime: WorkloadRuntime): Promise<string> {
  const { version } = await (runtime === 'python' ? pythonRuntime() : nodeRuntime());
  const [major, minor] = version.split('.');
  return runtime === 'python' ? `AWS_Lambda_python${major}.${minor}` : `AWS_Lambda_nodejs${major}.x`;
}

/** The handler of a bundle as a platform writes it: the path of the entry without its ending, then the export. */
export const handlerName = ({ entry, handler }: { entry: string; handler: string }): string =>
  `${entry.replace(/\.[^./]+$/, '')}.${handler}`;

/** What is known of a bundle before it is deployed. @throws CrossoverError `runtime-missing` */
export const taskOf = async (bundle: { entry: string; handler: string }) => ({
  version: '$LATEST',
  handler: handlerName(bundle),
  execution: await executionEnvironment(runtimeOf(bundle)),
});

/**
 * The whole environment of a handler. Functions, event functions of the Lambda API and the containers' wrapper all
 * take it from here, so that the same code finds the same. The user's variables win over the defaults, the
 * platform's own names over the user's (AWS Lambda: "Defined runtime environment variables").
 */
export function taskEnvironment(task: Task, own: Readonly<Record<string, string>>): Record<string, string> {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    ...PROGRAM_ENVIRONMENT,
    ...own,
    PATH: PROGRAM_ENVIRONMENT.PATH,
    PWD: TASK_ROOT,
    _HANDLER: task.handler,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    ...(task.execution === null ? {} : { AWS_EXECUTION_ENV: task.execution }),
    AWS_LAMBDA_FUNCTION_NAME: task.name,
    AWS_LAMBDA_FUNCTION_VERSION: task.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(task.memory),
    AWS_LAMBDA_INITIALIZATION_TYPE: task.provisioned ? 'provisioned-concurrency' : 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${task.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `${day}/[${task.version}]${task.id}`,
    LAMBDA_TASK_ROOT: TASK_ROOT,
    LAMBDA_RUNTIME_DIR: RUNTIME_DIRECTORY,
  };
}

/** Where a service's socket is inside. */
export const socketPath = (name: string): string => `/run/services/${name}.sock`;

/** The variable that names a service's socket. */
export const socketVariable = (name: string): string =>
  `${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_SOCKET`;

export const serviceVariables = (services: readonly ServiceMount[]): Record<string, string> =>
  Object.fromEntries(services.map(({ name }) => [socketVariable(name), socketPath(name)]));

/** Of V8's own default for one half of the young generation. */
const LARGEST_SEMI_SPACE: MiB = 32;

/**
 * How Node is started with so much memory. What V8 may fill before it says itself that there is no more: the rest is
 * for buffers, stacks and Node. And the size of its young generation, 5% as on AWS Lambda: left alone, V8 takes it from
 * a limit that it sees under some engines and not under others, and collects so much more or less often.
 */
export const heapFlags = (memory: MiB): string[] => [
  `--max-old-space-size=${Math.floor(Math.max(memory * 0.5, Math.min(memory * 0.75, memory - 64)))}`,
  `--max-semi-space-size=${Math.max(1, Math.min(LARGEST_SEMI_SPACE, Math.floor(memory * 0.05)))}`,
];
