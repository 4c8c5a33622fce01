import type { Capability } from '#lib/domain/execution/executor.ts';
import { type CgroupMount, cgroupMounts } from './cgroups.ts';

/** The limits that need a cgroup controller, and what is lost without it. */
const CONTROLLERS = [
  { controller: 'memory', title: 'memory limit' },
  { controller: 'cpu', title: 'CPU limit' },
  { controller: 'pids', title: 'process limit' },
] as const;

function hasController(mounts: readonly CgroupMount[], controller: string): boolean {
  return mounts.some(({ version, controllers }) => version === 2 || controllers.includes(controller));
}

/** What runc enforces on this machine. */
export function runcCapabilities(): readonly Capability[] {
  const mounts = cgroupMounts();
  return CONTROLLERS.map(({ controller, title }) => {
    const enforced = hasController(mounts, controller);
    return {
      id: `container-${controller}`,
      side: 'container',
      title: `Container ${title}`,
      status: enforced ? 'ok' : 'degraded',
      detail: enforced
        ? `Enforced by the ${controller} cgroup.`
        : `The ${controller} cgroup controller is not mounted: the ${title} is not enforced.`,
      remedy: enforced ? null : `Mount the ${controller} cgroup controller.`,
    };
  });
}
