import { dirname } from 'node:path';
import { openSites, removeSite } from '../../../function/cgroup/tree.ts';
import type { CgroupMount } from './cgroup-mount.ts';

/** runc looks for version 2 here and nowhere else. */
export const UNIFIED = '/sys/fs/cgroup';

function find(): CgroupMount | null {
  const sites = Object.values(openSites(`probe-${process.pid}-runc`));
  for (const site of sites) removeSite(site);
  const [path] = sites.flatMap(({ version, directory }) =>
    version === 2 ? [dirname(dirname(directory))] : [],
  );
  return path?.startsWith(`${UNIFIED}/`) ? { path, version: 2, controllers: [] } : null;
}

let found: CgroupMount | null | undefined;

/**
 * The group of version 2 in which this ordinary user may make others, as systemd gives its users one for their
 * programs; null where nothing was delegated. Looked for once: function sandboxes find the same.
 */
export function delegatedGroup(): CgroupMount | null {
  if (found === undefined) found = find();
  return found;
}
