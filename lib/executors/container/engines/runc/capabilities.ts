import type { Capability } from '#lib/domain/execution/executor.ts';
import { canEnterOwn } from '../forward.ts';
import { limitLines } from '../limits.ts';
import { cgroupMounts, hasController } from './cgroups.ts';
import { DATA_SLACK_MIB, rootless } from './rootless.ts';

/** Own servers listen on a port, which is reached by entering their network. */
function serversLine(): Capability {
  const reachable = canEnterOwn();
  return {
    id: 'container-servers',
    side: 'container',
    title: 'Own servers in containers',
    status: reachable ? 'ok' : 'degraded',
    detail: reachable
      ? 'Servers that listen on $PORT are reached through a socket; Dockerfiles need Docker or Podman.'
      : 'Only handlers run: servers that listen on $PORT cannot be reached without nsenter.',
    remedy: reachable ? null : 'Install util-linux (nsenter), or use Docker or Podman.',
  };
}

const NO_CGROUP = 'without root no cgroup is delegated';

/** Without root: nothing may pass for a limit that is none. */
function rootlessLines(): Capability[] {
  const line = (id: string, title: string, status: Capability['status'], detail: string): Capability => ({
    ...{ id, side: 'container', title, status, detail },
    remedy: status === 'ok' ? null : 'Start Crossover as root, or use Docker or Podman.',
  });
  const slack = `each process may reserve at most the limit and ${DATA_SLACK_MIB} MiB more (RLIMIT_DATA)`;
  return [
    line(
      'container-memory',
      'Container memory limit',
      'degraded',
      `Not enforced, for ${NO_CGROUP}; ${slack}.`,
    ),
    line('container-cpu', 'Container CPU limit', 'degraded', `Not enforced, for ${NO_CGROUP}.`),
    line('container-pids', 'Container process limit', 'ok', 'Enforced by RLIMIT_NPROC.'),
    line(
      'container-user',
      'User of its own in containers',
      'degraded',
      'Code runs as the user who started Crossover, without any capability, in namespaces of its own.',
    ),
  ];
}

/** What runc enforces on this machine. */
export function runcCapabilities(): readonly Capability[] {
  const mounts = cgroupMounts();
  const user = rootless();
  return [
    ...(user ? rootlessLines() : limitLines('runc with cgroups', (limit) => hasController(limit, mounts))),
    {
      id: 'container-network',
      side: 'container',
      title: 'Container network isolation',
      status: 'ok',
      detail: `Containers have no network, also not when a workload asks for it; requests travel over a unix socket${user ? ' and a helper in the container’s network' : ''}.`,
      remedy: null,
    },
    serversLine(),
  ];
}
