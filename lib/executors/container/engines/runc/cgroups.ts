import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  write,
} from 'node:fs';
import { join, relative } from 'node:path';
import type { Bytes, MiB } from '#lib/domain/units.ts';
import { CONTROLLERS } from '../../../function/cgroup/find.ts';
import type { Sites } from '../../../function/cgroup/site.ts';
import { holdsProcesses } from '../../../function/cgroup/tree.ts';
import { checkoutId } from '../../../host/home.ts';
import { makeSharedDirectory } from '../../../host/shared-directory.ts';
import { type KilledFor, killedFor } from '../../../machine/kills.ts';
import { limitBuffers, limitTogether } from '../../../machine/together.ts';
import { type CgroupMount, type Mounted, ownGroups, parseCgroupMounts } from './cgroup-mount.ts';
import { delegatedGroup, UNIFIED } from './delegated.ts';
import { rootless } from './rootless.ts';

/** The one cgroup below which all sandboxes of this checkout live, functions' too. */
export const CGROUP_PARENT = `crossover-${checkoutId}`;
/** In front of a container's name there. */
const OURS = 'runc-';
const pathOf = (id: string): string => join(CGROUP_PARENT, `${OURS}${id}`);

/** The directory of a container below a mount. */
export const containerCgroup = ({ path }: Pick<CgroupMount, 'path'>, id: string): string =>
  join(path, pathOf(id));

/** All hierarchies of this machine that are mounted here. */
export function mounted(): Mounted[] {
  try {
    return parseCgroupMounts(readFileSync('/proc/self/mountinfo', 'utf8'));
  } catch {
    return [];
  }
}

/** The mounts with the groups that we are in as their paths: runc takes a relative path from there, as functions do. */
function besideUs(mounts: readonly Mounted[], said: string): CgroupMount[] {
  const own = new Map(ownGroups(said, mounts).map(({ mount, own }) => [mount, own]));
  return mounts.map((mount) => {
    const below = relative(mount.root, own.get(mount) ?? mount.root);
    return below.startsWith('..') ? mount : { ...mount, path: join(mount.path, below) };
  });
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * On version 1 runc makes a group in every hierarchy, so that a user who may not in one of them has none; what nobody
 * handed over is left out where runc leaves it out, too: hierarchies that count nothing, and the unified one beside.
 */
function handedOver(mounts: readonly CgroupMount[]): CgroupMount[] {
  const counting = mounts.filter(
    ({ version, controllers }) => version === 1 && !controllers.some((name) => name.startsWith('name=')),
  );
  return counting.every(({ path }) => isWritable(join(path, 'cgroup.procs'))) ? counting : [];
}

function places(): CgroupMount[] {
  const delegated = delegatedGroup();
  const all = mounted();
  const isRoot = rootless() === null;
  const unified = all.every(({ version }) => version === 2);
  if (delegated !== null && (unified || !isRoot)) return [delegated];
  if (unified) return isRoot ? all : [];
  const own = besideUs(all, readFileSync('/proc/self/cgroup', 'utf8'));
  return isRoot ? own : handedOver(own);
}

let found: CgroupMount[] | undefined;

/**
 * Below these containers get their cgroups, in the same place as functions, so that one group holds all of both: for
 * root below our own groups, on version 2 and for others in what was delegated. Looked for once.
 */
export function cgroupMounts(): CgroupMount[] {
  found ??= places();
  return found;
}

/**
 * Where runc is to put a container: on version 1 relative to our own group in each hierarchy, else a path below the
 * root; null when it may not make one.
 */
export function cgroupsPath(id: string): string | null {
  const [mount] = cgroupMounts();
  if (mount === undefined) return rootless() === null ? join('/', pathOf(id)) : null;
  if (cgroupMounts().some(({ version }) => version === 1)) return pathOf(id);
  return join('/', relative(UNIFIED, containerCgroup(mount, id)));
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
  return mount ? { path: containerCgroup(mount, id), version: mount.version } : null;
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

/** Whose want of memory the kernel ended a process of this container for; null when it did not. */
export function killedForMemory(id: string): KilledFor | null {
  const cgroup = memoryCgroup(id);
  return cgroup === null ? null : killedFor({ ...cgroup, directory: cgroup.path });
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

/** Ends every process in a group and in those below it, and removes them. */
function removeDirectory(path: string): void {
  killMembers(path);
  for (const child of children(path)) removeDirectory(join(path, child));
  try {
    rmdirSync(path);
  } catch {
    // Still in use, or gone.
  }
}

/** The cgroup.procs files of the cgroups this process is in. */
export const ownMemberFiles = (cgroups: string, mounts: readonly CgroupMount[]): string[] =>
  ownGroups(cgroups, mounts).map(({ mount, own }) => join(mount.path, own, 'cgroup.procs'));

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
 * another owner, while runc walks down to it. Sockets may buffer half of its memory.
 */
export function makeCgroups(id: string, memory: MiB, mounts = cgroupMounts()): void {
  for (const mount of mounts) {
    try {
      makeSharedDirectory(containerCgroup(mount, id));
    } catch {
      // Not allowed, or no such thing here: runc says so itself, in words that know the reason.
    }
  }
  const sites = sitesOf(id, mounts);
  limitTogether(sites);
  // runc takes the figure (kernelTCP) and does nothing with it.
  if (sites.memory !== undefined) limitBuffers(sites.memory, memory * 512 * 1024);
}

/** The groups of a container by what they count. */
function sitesOf(id: string, mounts: readonly CgroupMount[]): Sites {
  const sites = CONTROLLERS.flatMap((controller) => {
    const mount = mounts.find((one) => hasController(controller, [one]));
    if (mount === undefined) return [];
    return [[controller, { version: mount.version, directory: containerCgroup(mount, id) }] as const];
  });
  return Object.fromEntries(sites);
}

/** Ends every process in the groups below these parents that `isOurs` names and removes them, and a parent that is empty. */
export function sweepGroups(parents: readonly string[], isOurs: (name: string) => boolean): void {
  for (const parent of parents) {
    for (const name of children(parent).filter(isOurs)) removeDirectory(join(parent, name));
    try {
      rmdirSync(parent);
    } catch {
      // Others still run in it, or it was never made.
    }
  }
}

/** The same of the containers of runc that `isOurs` names. */
export function sweepCgroups(isOurs: (containerId: string) => boolean): void {
  const parents = cgroupMounts().map(({ path }) => join(path, CGROUP_PARENT));
  sweepGroups(parents, (name) => name.startsWith(OURS) && isOurs(name.slice(OURS.length)));
}
