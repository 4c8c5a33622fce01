import type { ServiceMount } from '#lib/domain/execution/executor.ts';
import type { MiB } from '#lib/domain/units.ts';
import type { NodeRuntime } from '../../host/node-runtime.ts';
import {
  heapFlags,
  PROGRAM_ENVIRONMENT,
  RUNTIME_DIRECTORY,
  serviceVariables,
  socketPath,
  TASK_ROOT,
  ZONE_DATA,
} from '../../source/task-environment.ts';

const TMP: MiB = 512;
const BYTES_PER_MIB = 1024 * 1024;
/** Who the code believes it is; no user of this machine. */
const INSIDE_UID = '993';
const INSIDE_GID = '990';

export interface SandboxSpec {
  /** Null for a program that has no use for Node. */
  runtime: NodeRuntime | null;
  /** Directories on this machine. */
  codeDirectory: string;
  runtimeDirectory: string;
  /** Small files that programs expect in /etc, by name: path on this machine. */
  etc: Readonly<Record<string, string>>;
  services: readonly ServiceMount[];
  environment: Readonly<Record<string, string>>;
  memory: MiB;
  /** Size of /tmp; 512 MiB when not given. */
  tmp?: MiB;
  /** More of this machine that the program needs, read-only: path inside by path here. */
  mounts?: Readonly<Record<string, string>>;
  /** Number of the descriptor that bubblewrap reads the filter from; null when there is none. */
  seccompDescriptor: number | null;
}

const ISOLATION = [
  ...['--unshare-user', '--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts'],
  '--unshare-cgroup-try',
  ...['--uid', INSIDE_UID, '--gid', INSIDE_GID, '--hostname', 'function'],
  ...['--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL'],
];

const readOnly = (source: string, target = source): string[] => ['--ro-bind', source, target];

const node = ({ runtime }: SandboxSpec): string[] =>
  runtime === null
    ? []
    : [...readOnly(runtime.binary, '/usr/bin/node'), ...runtime.libraries.flatMap((path) => readOnly(path))];

/** Only what the program needs to run: itself and its libraries. No shell, no host /etc, /home, /proc. */
const files = (spec: SandboxSpec): string[] => [
  ...node(spec),
  ...Object.entries(spec.etc).flatMap(([name, path]) => readOnly(path, `/etc/${name}`)),
  ...['--proc', '/proc', '--dev', '/dev', '--remount-ro', '/dev'],
  ...['--size', String((spec.tmp ?? TMP) * BYTES_PER_MIB), '--tmpfs', '/tmp'],
  ...['--ro-bind-try', ZONE_DATA, ZONE_DATA],
  ...Object.entries(spec.mounts ?? {}).flatMap(([target, source]) => readOnly(source, target)),
  ...readOnly(spec.runtimeDirectory, RUNTIME_DIRECTORY),
  ...readOnly(spec.codeDirectory, TASK_ROOT),
  ...spec.services.flatMap(({ name, hostSocketPath }) => readOnly(hostSocketPath, socketPath(name))),
  // Where the kernel lets a process lower its own oom_score_adj, as without root, nothing else keeps it from that.
  ...['--remount-ro', '/proc'],
  // Last: the root itself is a tmpfs without a size limit.
  ...['--remount-ro', '/', '--chdir', TASK_ROOT],
];

/** What the program finds in its environment: the user's variables cannot move the sandbox's own. */
export const environmentOf = (
  spec: Pick<SandboxSpec, 'environment' | 'services'>,
): Record<string, string> => ({
  ...PROGRAM_ENVIRONMENT,
  ...spec.environment,
  PATH: PROGRAM_ENVIRONMENT.PATH,
  ...serviceVariables(spec.services),
});

/** What bubblewrap sets up, without the program to run. */
export function sandboxOptions(spec: SandboxSpec): string[] {
  const environment = Object.entries(environmentOf(spec));
  return [
    ...ISOLATION,
    ...environment.flatMap(([name, value]) => ['--setenv', name, value]),
    ...files(spec),
    ...(spec.seccompDescriptor === null ? [] : ['--seccomp', String(spec.seccompDescriptor)]),
  ];
}

/** How a sandbox waits for its code: sooner ready by a tenth of a millisecond, or smaller by two megabytes. */
export type Prestarted = 'quick' | 'small';

export interface WrapperStart {
  prestarted?: Prestarted | null;
  /** Its events come by the mailbox. */
  mailbox?: boolean;
}

/** The program in the sandbox: the wrapper that loads the handler. Its arguments are gone before the code is there. */
export const wrapperCommand = (
  memory: MiB,
  { prestarted = null, mailbox = false }: WrapperStart = {},
): string[] => [
  '/usr/bin/node',
  ...heapFlags(memory),
  `${RUNTIME_DIRECTORY}/bootstrap.cjs`,
  ...(prestarted === null ? [] : ['prestarted', prestarted]),
  ...(mailbox ? ['mailbox'] : []),
];
