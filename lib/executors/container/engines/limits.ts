import type { Capability } from '#lib/domain/execution/executor.ts';

/** The limits of a container that a machine may or may not enforce. */
export const LIMITS = [
  { id: 'memory', title: 'memory limit' },
  { id: 'cpu', title: 'CPU limit' },
  { id: 'pids', title: 'process limit' },
] as const;
export type LimitId = (typeof LIMITS)[number]['id'];

/** A line of `doctor` for each limit; `remedy` is what can be done about one that is not enforced. */
export function limitLines(
  by: string,
  enforced: (limit: LimitId) => boolean,
  remedy = (limit: LimitId) => `Let the machine mount the ${limit} cgroup controller.`,
): Capability[] {
  return LIMITS.map(({ id, title }) => ({
    id: `container-${id}`,
    side: 'container',
    title: `Container ${title}`,
    status: enforced(id) ? 'ok' : 'degraded',
    detail: enforced(id) ? `Enforced by ${by}.` : `The ${title} is not enforced: no ${id} cgroup controller.`,
    remedy: enforced(id) ? null : remedy(id),
  }));
}
