import type { Capability } from '#lib/domain/execution/executor.ts';
import { cgroupRemedy } from '../../../host/cgroup-remedy.ts';
import { inContainer } from '../../../host/surroundings.ts';
import { canEnterOwn } from '../forward.ts';
import { LIMITS, type LimitId, limitLines } from '../limits.ts';
import type { CgroupMount } from './cgroup-mount.ts';
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

const NO_CGROUP = 'no cgroup is delegated to this user';

const AS_ROOT = 'Start Crossover as root, or use Docker or Podman.';
const OUTSIDE = 'Start Crossover as root without a container around it, or use Docker or Podman.';
const DELEGATE =
  'Start Crossover as root or in a delegated group (systemd-run --user --scope -p Delegate=yes npm start), or use Docker or Podman.';

const line = (
  id: string,
  title: string,
  status: Capability['status'],
  detail: string,
  remedy = inContainer() ? cgroupRemedy() : DELEGATE,
): Capability => ({
  ...{ id, side: 'container', title, status, detail },
  remedy: status === 'ok' ? null : remedy,
});

/** What is held without a cgroup: nothing may pass for a limit that is none. */
const WITHOUT: Readonly<Record<LimitId, Capability>> = {
  memory: line(
    'container-memory',
    'Container memory limit',
    'degraded',
    `Not enforced, for ${NO_CGROUP}; each process may reserve at most the limit and ${DATA_SLACK_MIB} MiB more (RLIMIT_DATA).`,
  ),
  cpu: line('container-cpu', 'Container CPU limit', 'degraded', `Not enforced, for ${NO_CGROUP}.`),
  pids: line('container-pids', 'Container process limit', 'ok', 'Enforced by RLIMIT_NPROC.'),
};

/** Without root: by the cgroup that was delegated, as far as one was. */
function rootlessLines(mounts: CgroupMount[]): Capability[] {
  const has = (limit: LimitId): boolean => hasController(limit, mounts);
  const enforced = limitLines('runc with the cgroup delegated to this user', has);
  return [
    ...LIMITS.map(({ id }, index) => (has(id) ? enforced[index] : undefined) ?? WITHOUT[id]),
    line(
      'container-user',
      'User of its own in containers',
      'degraded',
      'Code runs as the user who started Crossover, without any capability, in namespaces of its own.',
      inContainer() ? OUTSIDE : AS_ROOT,
    ),
  ];
}

/** What runc enforces on this machine. */
export function runcCapabilities(): readonly Capability[] {
  const mounts = cgroupMounts();
  const user = rootless();
  return [
    ...(user
      ? rootlessLines(mounts)
      : limitLines(
          'runc with cgroups',
          (limit) => hasController(limit, mounts),
          () => cgroupRemedy(),
        )),
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
