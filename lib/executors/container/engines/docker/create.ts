import type Docker from 'dockerode';
import { CONTAINER_USER } from '../../image/base-files.ts';
import type { Image } from '../../image/image.ts';
import { PORT as PROGRAM_PORT } from '../../image/program.ts';
import { CONTAINER_LIMITS, type ContainerSpec, environmentOf, INSIDE } from '../engine.ts';
import { seccompProfile } from '../seccomp.ts';
import { SOCKET_NAME } from '../socket-directory.ts';
import type { Connection } from './connect.ts';
import { ownLabels } from './labels.ts';

export const PORT = `${PROGRAM_PORT}/tcp`;

/** How requests come in: a socket in a shared directory and no network at all, or a port of this machine's loopback. */
function network(socketDirectory: string | null): Docker.HostConfig {
  if (socketDirectory === null) {
    return { NetworkMode: 'bridge', PortBindings: { [PORT]: [{ HostIp: '127.0.0.1', HostPort: '0' }] } };
  }
  return { NetworkMode: 'none' };
}

function mounts(spec: ContainerSpec, socketDirectory: string | null): Docker.MountConfig {
  const bind = (Source: string, Target: string, ReadOnly: boolean): Docker.MountSettings => {
    return { Type: 'bind', Source, Target, ReadOnly };
  };
  return [
    ...(socketDirectory === null ? [] : [bind(socketDirectory, INSIDE.socketDirectory, false)]),
    ...spec.services.map(({ name, hostSocketPath }) =>
      bind(hostSocketPath, `${INSIDE.services}/${name}.sock`, true),
    ),
  ];
}

/** Podman reads `seccomp=` as a path and not as the profile itself; there its own profile stays in force. */
const security = (isPodman: boolean): string[] => [
  'no-new-privileges',
  ...(isPodman ? [] : [`seccomp=${JSON.stringify(seccompProfile())}`]),
];

/** The request that makes one replica: as little as the code needs, nothing of the machine. */
export function createOptions(
  image: Image,
  spec: ContainerSpec,
  connection: Connection,
  socketDirectory: string | null,
): Docker.ContainerCreateOptions {
  const limit = spec.memory * 1024 * 1024;
  const own: Record<string, string> =
    socketDirectory === null ? {} : { CROSSOVER_LISTEN: `${INSIDE.socketDirectory}/${SOCKET_NAME}` };
  return {
    name: `crossover-${spec.id}`,
    Image: image.tag,
    Labels: ownLabels(),
    User: `${CONTAINER_USER}:${CONTAINER_USER}`,
    Entrypoint: [...image.program.command(spec.memory)],
    Cmd: [],
    Env: ['HOME=/tmp', ...environmentOf(spec, own)],
    Hostname: 'container',
    AttachStdout: true,
    AttachStderr: true,
    ExposedPorts: { [PORT]: {} },
    HostConfig: {
      ...network(socketDirectory),
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: security(connection.isPodman),
      Memory: limit,
      MemorySwap: limit,
      NanoCpus: Math.round(spec.cpus * 1e9),
      PidsLimit: CONTAINER_LIMITS.pids,
      OomScoreAdj: CONTAINER_LIMITS.oomScoreAdj,
      ShmSize: CONTAINER_LIMITS.shmBytes,
      Tmpfs: { '/tmp': `rw,noexec,nosuid,nodev,mode=1777,size=${CONTAINER_LIMITS.tmpBytes},nr_inodes=16384` },
      Ulimits: [
        { Name: 'nofile', Soft: CONTAINER_LIMITS.openFiles, Hard: CONTAINER_LIMITS.openFiles },
        { Name: 'core', Soft: 0, Hard: 0 },
      ],
      Mounts: mounts(spec, socketDirectory),
      // We read its output ourselves: a log on the daemon's disk would have no bound.
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}
