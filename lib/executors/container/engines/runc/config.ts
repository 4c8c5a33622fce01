import { join } from 'node:path';
import type { Program } from '../../image/program.ts';
import { CONTAINER_LIMITS, type ContainerSpec, environmentOf, INSIDE } from '../engine.ts';
import { seccompProfile } from '../seccomp.ts';
import { SOCKET_NAME } from '../socket-directory.ts';
import { canLimitSwap, cgroupMounts, cgroupsPath, hasController } from './cgroups.ts';
import { type Rootless, rootlessMappings, rootlessRlimits } from './rootless.ts';

/** The directories of this machine that make up one container. */
export interface BundlePaths {
  rootfs: string;
  /** Where the code is when it is not in the root directory itself. */
  code: string | null;
  /** Where the wrapper puts its socket; null where it listens on a port of its own network. */
  socketDirectory: string | null;
  passwd: string;
}

interface Mount {
  destination: string;
  type: string;
  source: string;
  options: string[];
}

const tmpfs = (destination: string, ...options: string[]): Mount => ({
  destination,
  type: 'tmpfs',
  source: 'tmpfs',
  options: ['nosuid', 'nodev', ...options],
});

const bind = (source: string, destination: string, ...options: string[]): Mount => ({
  destination,
  type: 'bind',
  source,
  options: ['bind', 'nosuid', 'nodev', ...options],
});

/** The user's files, and beside a handler our wrapper. */
function codeMounts(code: string | null, kind: Program['kind']): Mount[] {
  if (code === null) return [];
  const task = bind(join(code, 'var/task'), '/var/task', 'ro');
  return kind === 'wrapper' ? [task, bind(join(code, 'var/runtime'), '/var/runtime', 'ro')] : [task];
}

function mounts(spec: ContainerSpec, paths: BundlePaths, kind: Program['kind']): Mount[] {
  return [
    { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
    // Device nodes are made in here by runc: it must not be `nodev`.
    {
      destination: '/dev',
      type: 'tmpfs',
      source: 'tmpfs',
      options: ['nosuid', 'noexec', 'mode=755', 'size=64k', 'ro'],
    },
    tmpfs('/dev/shm', 'noexec', 'mode=1777', `size=${CONTAINER_LIMITS.shmBytes}`, 'nr_inodes=1024'),
    tmpfs('/tmp', 'noexec', 'mode=1777', `size=${CONTAINER_LIMITS.tmpBytes}`, 'nr_inodes=16384'),
    // The mount points of the services are made in here, so that the shared root directory stays as it is.
    tmpfs(INSIDE.services, 'noexec', 'mode=755', 'size=64k', 'ro'),
    ...codeMounts(paths.code, kind),
    bind(paths.passwd, '/etc/passwd', 'ro', 'noexec'),
    ...(kind === 'wrapper' && paths.socketDirectory !== null
      ? [bind(paths.socketDirectory, INSIDE.socketDirectory, 'noexec')]
      : []),
    ...spec.services.map(({ name, hostSocketPath }) =>
      bind(hostSocketPath, `${INSIDE.services}/${name}.sock`, 'noexec'),
    ),
  ];
}

const MASKED = [
  ...['acpi', 'asound', 'kcore', 'keys', 'latency_stats', 'timer_list', 'timer_stats', 'sched_debug', 'scsi'],
  ...['interrupts', 'kallsyms', 'kmsg', 'mounts', 'config.gz', 'version_signature'],
].map((name) => `/proc/${name}`);
const READ_ONLY = ['bus', 'fs', 'irq', 'sys', 'sysrq-trigger'].map((name) => `/proc/${name}`);

const CPU_PERIOD = 100_000;

/** A limit whose controller is missing is left out, for runc would refuse to start; `doctor` says so. */
function resources({ memory, cpus }: ContainerSpec, processes: number) {
  const limit = memory * 1024 * 1024;
  const limits = {
    memory: { limit, ...(canLimitSwap() ? { swap: limit } : {}) },
    cpu: { quota: Math.round(cpus * CPU_PERIOD), period: CPU_PERIOD },
    pids: { limit: processes },
  };
  const mounts = cgroupMounts();
  const possible = Object.entries(limits).filter(([controller]) => hasController(controller, mounts));
  return { devices: [{ allow: false, access: 'rwm' }], ...Object.fromEntries(possible) };
}

/** Who the process is, and what the kernel is asked to hold it to. */
export interface Confinement {
  /** Inside. */
  uid: number;
  /** Set for an engine that is not root. */
  rootless: Rootless | null;
}

/** Without root there is a user namespace in which it has its own root, and no cgroup unless one was delegated. */
function confined(spec: ContainerSpec, { rootless }: Confinement, processes: number) {
  const namespaces = ['pid', 'network', 'ipc', 'uts', 'mount', 'cgroup', ...(rootless ? ['user'] : [])];
  const types = { namespaces: namespaces.map((type) => ({ type })) };
  const path = cgroupsPath(spec.id);
  return {
    ...types,
    ...(rootless ? rootlessMappings(rootless) : {}),
    ...(path === null ? {} : { cgroupsPath: path, resources: resources(spec, processes) }),
  };
}

const wrapperEnvironment = (socketDirectory: string | null): Record<string, string> => ({
  ...(socketDirectory === null ? {} : { CROSSOVER_LISTEN: `${INSIDE.socketDirectory}/${SOCKET_NAME}` }),
  CROSSOVER_WATCH_STDIN: '1',
});

/** The OCI runtime configuration of one replica. */
export function runcConfig(
  spec: ContainerSpec,
  paths: BundlePaths,
  confinement: Confinement,
  program: Program,
) {
  const { uid, rootless } = confinement;
  const own = program.kind === 'wrapper' ? wrapperEnvironment(paths.socketDirectory) : {};
  const none: string[] = [];
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid, gid: uid },
      args: program.command(spec.memory),
      env: environmentOf(program, spec, own),
      cwd: program.cwd,
      capabilities: { bounding: none, effective: none, inheritable: none, permitted: none, ambient: none },
      rlimits: [
        { type: 'RLIMIT_NOFILE', hard: CONTAINER_LIMITS.openFiles, soft: CONTAINER_LIMITS.openFiles },
        { type: 'RLIMIT_CORE', hard: 0, soft: 0 },
        ...(rootless ? rootlessRlimits(rootless.uid, spec.memory, program.pids, hasController) : []),
      ],
      noNewPrivileges: true,
      oomScoreAdj: CONTAINER_LIMITS.oomScoreAdj,
    },
    root: { path: paths.rootfs, readonly: true },
    hostname: 'container',
    mounts: mounts(spec, paths, program.kind),
    linux: {
      ...confined(spec, confinement, program.pids),
      seccomp: seccompProfile(),
      maskedPaths: [...MASKED, '/sys/firmware'],
      readonlyPaths: READ_ONLY,
    },
  };
}
