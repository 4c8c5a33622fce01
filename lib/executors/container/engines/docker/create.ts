import type Docker from 'dockerode';
import { CONTAINER_USER } from '../../image/base-files.ts';
import type { Image } from '../../image/image.ts';
import { CONTAINER_LIMITS, type ContainerSpec, environmentOf, INSIDE } from '../engine.ts';
import { seccompProfile } from '../seccomp.ts';
import { SOCKET_NAME } from '../socket-directory.ts';
import type { Connection } from './connect.ts';
import type { Place } from './container.ts';
import type { Product } from './endpoints.ts';
import { ownLabels } from './labels.ts';

/** How requests come in: a socket in a shared directory and no network at all, or a published port. */
function network(spec: ContainerSpec, port: string, hostIp: string | null): Docker.HostConfig {
  if (hostIp !== null) {
    return { NetworkMode: 'bridge', PortBindings: { [port]: [{ HostIp: hostIp, HostPort: '0' }] } };
  }
  return { NetworkMode: spec.egress ? 'bridge' : 'none' };
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
const security = (product: Product): string[] => [
  'no-new-privileges',
  ...(product === 'podman' ? [] : [`seccomp=${JSON.stringify(seccompProfile())}`]),
];

/**
 * Left open, Podman asks for a million, which is refused where root may not raise its own limits. It counts what the
 * containers' user has on the whole machine; what one container may have is limited beside it.
 */
const PODMAN_PROCESSES = { Name: 'nproc', Soft: 16_384, Hard: 16_384 };

/** Podman takes no limit of the number of files there. */
const tmpfsOptions = (product: Product): string =>
  `rw,noexec,nosuid,nodev,mode=1777,size=${CONTAINER_LIMITS.tmpBytes}${product === 'podman' ? '' : ',nr_inodes=16384'}`;

/** The request that makes one replica: as little as the code needs, nothing of the machine. */
export function createOptions(
  { tag, program }: Pick<Image, 'tag' | 'program'>,
  spec: ContainerSpec,
  connection: Connection,
  { socketDirectory, group }: Pick<Place, 'socketDirectory' | 'group'>,
): Docker.ContainerCreateOptions {
  const limit = spec.memory * 1024 * 1024;
  const port = `${program.port}/tcp`;
  const hostIp = socketDirectory === null ? connection.publishing.hostIp : null;
  const wrapped = socketDirectory !== null && program.kind === 'wrapper';
  const own: Record<string, string> = !wrapped
    ? {}
    : { CROSSOVER_LISTEN: `${INSIDE.socketDirectory}/${SOCKET_NAME}` };
  return {
    name: `crossover-${spec.id}`,
    Image: tag,
    Labels: ownLabels(),
    User: `${CONTAINER_USER}:${CONTAINER_USER}`,
    Entrypoint: [...program.command(spec.memory)],
    Cmd: [],
    WorkingDir: program.cwd,
    Env: environmentOf(program, spec, own),
    Hostname: 'container',
    AttachStdout: true,
    AttachStderr: true,
    ExposedPorts: { [port]: {} },
    HostConfig: {
      ...network(spec, port, hostIp),
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: security(connection.product),
      Memory: limit,
      MemorySwap: limit,
      NanoCpus: Math.round(spec.cpus * 1e9),
      PidsLimit: program.pids,
      ...(group === null ? {} : { CgroupParent: group.parent }),
      OomScoreAdj: CONTAINER_LIMITS.oomScoreAdj,
      ShmSize: CONTAINER_LIMITS.shmBytes,
      Tmpfs: { '/tmp': tmpfsOptions(connection.product) },
      Ulimits: [
        { Name: 'nofile', Soft: CONTAINER_LIMITS.openFiles, Hard: CONTAINER_LIMITS.openFiles },
        { Name: 'core', Soft: 0, Hard: 0 },
        ...(connection.product === 'podman' ? [PODMAN_PROCESSES] : []),
      ],
      Mounts: mounts(spec, wrapped ? socketDirectory : null),
      // We read its output ourselves: a log on the daemon's disk would have no bound.
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}
