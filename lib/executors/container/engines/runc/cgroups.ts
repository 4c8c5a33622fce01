import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmdirSync, write } from 'node:fs';
import { join, relative } from 'node:path';
import type { Bytes } from '#lib/domain/units.ts';
import { holdsProcesses } from '../../../function/cgroup/tree.ts';
import { checkoutId } from '../../../host/home.ts';
import { makeSharedDirectory } from '../../../host/shared-directory.ts';
import type { CgroupMount } from './cgroup-mount.ts';
import { delegatedGroup, UNIFIED } from './delegated.ts';
import { rootless } from './rootless.ts';

/** The one cgroup below which all containers of this checkout live. */
export const CGROUP_PARENT = `crossover-${checkoutId}-runc`;

/** Reads /proc/self/mountinfo: version 1, version 2 and both at once (hybrid) occur on users' machines. */
export function parseCgroupMounts(mountinfo: string): CgroupMount[] {
  return mountinfo.split('\n').flatMap((line): CgroupMount[] => {
    const [before, after] = line.split(' - ');
    const path = before?.split(' ')[4];
    const [type, , options] = after?.split(' ') ?? [];
    if (path === undefined || (type !== 'cgroup' && type !== 'cgroup2')) return [];
    return [{ path, version: type === 'cgroup' ? 1 : 2, controllers: options?.split(',') ?? [] }];
  });
}

function mounted(): CgroupMount[] {
  try {
    return parseCgroupMounts(readFileSync('/proc/self/mountinfo', 'utf8'));
  } catch {
    return [];
  }
}

/** Below these containers get their cgroups: all that are mounted for root, for others what was delegated to them. */
export function cgroupMounts(): CgroupMount[] {
  if (rootless() === null) return mounted();
  const delegated = delegatedGroup();
  return delegated === null ? [] : [delegated];
}

/** Where runc is to put a container, as a path below the root of each hierarchy; null when it may not make one. */
export function cgroupsPath(id: string): string | null {
  const [mount] = cgroupMounts();
  if (rootless() === null) return join('/', CGROUP_PARENT, id);
  return mount === undefined ? null : join('/', relative(UNIFIED, mount.path), CGROUP_PARENT, id);
}

/** None in the root of a container that runs programs in it: it could hand none down. */
function unifiedControllers(path: string): string[] {
  if (holdsProcesses(path)) return [];
  try {
    return readFileSync(join(path, 'cgroup.controllers'), 'utf8').trim().split(' ');
  } catch {
    return [];
  }
}

/** True when this machine can limit what the controller (`memory`, `cpu`, `pids`) counts. */
export function hasController(name: string, mounts = cgroupMounts()): boolean {
  return mounts.some(({ path, version, controllers }) =>
    (version === 1 ? controllers : unifiedControllers(path)).includes(name),
  );
}

/** The directory that knows a container's memory; the unified one when memory has no hierarchy of its own. */
export function memoryCgroup(id: string, mounts = cgroupMounts()): { path: string; version: 1 | 2 } | null {
  const mount =
    mounts.find(({ version, controllers }) => version === 1 && controllers.includes('memory')) ??
    mounts.find(({ version }) => version === 2);
  return mount ? { path: join(mount.path, CGROUP_PARENT, id), version: mount.version } : null;
}

/** The number beside a name in a flat-keyed file such as memory.stat; null when it is not there. */
function keyed(path: string, key: string): number | null {
  try {
    const value = new RegExp(`^${key} (\\d+)$`, 'm').exec(readFileSync(path, 'utf8'))?.[1];
    return value === undefined ? null : Number(value);
  } catch {
    return null;
  }
}

/** True when the kernel ended a process of this container for want of memory. */
export function oomKilled(id: string): boolean {
  const cgroup = memoryCgroup(id);
  if (cgroup === null) return false;
  const file = cgroup.version === 1 ? 'memory.oom_control' : 'memory.events';
  return (keyed(join(cgroup.path, file), 'oom_kill') ?? 0) > 0;
}

/** Memory of the processes of this container, without the page cache. */
export function residentMemory(id: string): Bytes | null {
  const cgroup = memoryCgroup(id);
  if (cgroup === null) return null;
  return keyed(join(cgroup.path, 'memory.stat'), cgroup.version === 1 ? 'total_rss' : 'anon');
}

/** Without swap accounting a version 1 kernel refuses a limit for memory and swap together. */
export function canLimitSwap(mounts = cgroupMounts()): boolean {
  const memory = mounts.find(({ version, controllers }) => version === 1 && controllers.includes('memory'));
  return memory === undefined || existsSync(join(memory.path, 'memory.memsw.limit_in_bytes'));
}

const children = (path: string): string[] => {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
};

function killMembers(path: string): void {
  try {
    for (const pid of readFileSync(join(path, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean)) {
      process.kill(Number(pid), 'SIGKILL');
    }
  } catch {
    // It is gone already: that is what was wanted.
  }
}

function removeDirectory(path: string): void {
  for (const child of children(path)) removeDirectory(join(path, child));
  try {
    rmdirSync(path);
  } catch {
    // Still in use, or gone.
  }
}

/** The cgroup.procs files of the cgroups this process is in. */
export function ownMemberFiles(cgroups: string, mounts: readonly CgroupMount[]): string[] {
  return cgroups.split('\n').flatMap((line) => {
    const [, names, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    const [name] = names?.split(',') ?? [];
    const mount = mounts.find(({ version, controllers }) =>
      name === '' ? version === 2 : version === 1 && name !== undefined && controllers.includes(name),
    );
    return mount === undefined || path === undefined ? [] : [join(mount.path, path, 'cgroup.procs')];
  });
}

let expecting: Promise<void> | null = null;

/** Null when it is not allowed, or there is no such thing here: then runc waits for itself. */
function openOwnMembers(mounts: readonly CgroupMount[]): number | null {
  try {
    const [path] = ownMemberFiles(readFileSync('/proc/self/cgroup', 'utf8'), mounts);
    return path === undefined ? null : openSync(path, 'w');
  } catch {
    return null;
  }
}

/**
 * To put a process into a cgroup the kernel waits for all its CPUs to pass a quiet state (7 to 16 ms), unless it has
 * just done so. Putting ourselves where we are changes nothing and starts that wait now, beside runc's own start
 * instead of in the middle of it. It begins at once, on another thread. Only after runc was started: what forks
 * meanwhile waits too.
 */
export function expectMove(mounts = mounted()): Promise<void> {
  if (expecting !== null) return expecting;
  const file = openOwnMembers(mounts);
  if (file === null) return Promise.resolve();
  expecting = new Promise((resolve) => {
    write(file, String(process.pid), () => {
      expecting = null;
      closeSync(file);
      resolve();
    });
  });
  return expecting;
}

/**
 * Makes a container's cgroups before runc does, so that the shared parent is never empty, and so never removed by
 * another owner, while runc walks down to it.
 */
export function makeCgroups(id: string, mounts = cgroupMounts()): void {
  for (const { path } of mounts) {
    try {
      makeSharedDirectory(join(path, CGROUP_PARENT, id));
    } catch {
      // Not allowed, or no such thing here: runc says so itself, in words that know the reason.
    }
  }
}

/** Ends every process in the containers that `isOurs` names and removes their cgroups, and the parent when it is empty. */
export function sweepCgroups(isOurs: (containerId: string) => boolean): void {
  for (const mount of cgroupMounts()) {
    const parent = join(mount.path, CGROUP_PARENT);
    for (const id of children(parent).filter(isOurs)) {
      killMembers(join(parent, id));
      removeDirectory(join(parent, id));
    }
    try {
      rmdirSync(parent);
    } catch {
      // Others still run in it, or it was never made.
    }
  }
}
