import type { Capability } from '#lib/domain/execution/executor.ts';
import { canForward } from '../forward.ts';
import { limitLines } from '../limits.ts';
import { cgroupMounts, hasController } from './cgroups.ts';

/** Own servers listen on a port, which is reached by entering their network. */
function serversLine(): Capability {
  const reachable = canForward();
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

/** What runc enforces on this machine. */
export function runcCapabilities(): readonly Capability[] {
  const mounts = cgroupMounts();
  return [
    ...limitLines('runc with cgroups', (limit) => hasController(limit, mounts)),
    {
      id: 'container-network',
      side: 'container',
      title: 'Container network isolation',
      status: 'ok',
      detail:
        'Containers have no network, also not when a workload asks for it; requests travel over a unix socket.',
      remedy: null,
    },
    serversLine(),
  ];
}
