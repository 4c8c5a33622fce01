import type { Capability } from '#lib/domain/execution/executor.ts';

/** The limits of a container that a machine may or may not enforce. */
export const LIMITS = [
  { id: 'memory', title: 'memory limit' },
  { id: 'cpu', title: 'CPU limit' },
  { id: 'pids', title: 'process limit' },
] as const;
export type LimitId = (typeof LIMITS)[number]['id'];

/** A line of `doctor` for each limit. */
export function limitLines(by: string, enforced: (limit: LimitId) => boolean): Capability[] {
  return LIMITS.map(({ id, title }) => ({
    id: `container-${id}`,
    side: 'container',
    title: `Container ${title}`,
    status: enforced(id) ? 'ok' : 'degraded',
    detail: enforced(id) ? `Enforced by ${by}.` : `The ${title} is not enforced: no ${id} cgroup controller.`,
    remedy: enforced(id) ? null : `Let the machine mount the ${id} cgroup controller.`,
  }));
}
