import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const CONTROLLERS = ['memory', 'cpu', 'pids'] as const;
export type Controller = (typeof CONTROLLERS)[number];

/** A directory where groups for this controller may be made, best first. */
export interface Candidate {
  controller: Controller;
  version: 1 | 2;
  directory: string;
}

interface Mount {
  version: 1 | 2;
  root: string;
  point: string;
  options: string[];
}

function parseMounts(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root = '', point = ''] = before.split(' ');
    const [type, , options = ''] = after.split(' ');
    if (type !== 'cgroup' && type !== 'cgroup2') return [];
    return [{ version: type === 'cgroup' ? 1 : 2, root, point, options: options.split(',') } as const];
  });
}

/** Own group by controller; the v2 group has the key ''. */
function parseOwn(text: string): Map<string, string> {
  const own = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, names, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    for (const name of names?.split(',') ?? []) own.set(name, path ?? '/');
  }
  return own;
}

/** Own group below the mount point, then every directory above it up to the mount point. */
function upwards(mount: Mount, ownPath: string): string[] {
  const below = relative(mount.root, ownPath);
  const parts = below.startsWith('..') ? [] : below.split('/').filter((part) => part !== '');
  return parts
    .map((_, index) => join(mount.point, ...parts.slice(0, parts.length - index)))
    .concat(mount.point);
}

/**
 * Where groups could be made, found by looking at what is mounted: v1 (one tree a controller),
 * v2 (one for all) and both together. Pure, so that machines we do not have can be tested.
 */
export function candidates(mountinfo: string, ownGroups: string): Candidate[] {
  const mounts = parseMounts(mountinfo);
  const own = parseOwn(ownGroups);
  return CONTROLLERS.flatMap((controller) => {
    const first = mounts.find(({ version, options }) => version === 1 && options.includes(controller));
    const mount = first ?? mounts.find(({ version }) => version === 2);
    if (mount === undefined) return [];
    const ownPath = own.get(mount.version === 1 ? controller : '') ?? '/';
    return upwards(mount, ownPath).map((directory) => ({ controller, version: mount.version, directory }));
  });
}

/** The candidates of this machine; none where there are no control groups, as on macOS. */
export function candidatesOrNone(): Candidate[] {
  try {
    return candidates(
      readFileSync('/proc/self/mountinfo', 'utf8'),
      readFileSync('/proc/self/cgroup', 'utf8'),
    );
  } catch {
    return [];
  }
}
