import type { Capability } from '#lib/domain/execution/executor.ts';
import { limitLines } from '../limits.ts';
import { cgroupMounts, hasController } from './cgroups.ts';

/** What runc enforces on this machine. */
export function runcCapabilities(): readonly Capability[] {
  const mounts = cgroupMounts();
  return limitLines('runc with cgroups', (limit) => hasController(limit, mounts));
}
