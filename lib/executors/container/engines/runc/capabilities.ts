import type { Capability } from '#lib/domain/execution/executor.ts';
import { limitLines } from '../limits.ts';
import { cgroupMounts } from './cgroups.ts';

/** What runc enforces on this machine. */
export function runcCapabilities(): readonly Capability[] {
  const mounts = cgroupMounts();
  return limitLines('runc with cgroups', (limit) =>
    mounts.some(({ version, controllers }) => version === 2 || controllers.includes(limit)),
  );
}
