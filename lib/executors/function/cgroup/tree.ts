import { accessSync, constants, existsSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutId } from '../../host/home.ts';
import { makeSharedDirectory } from '../../host/shared-directory.ts';
import { limitTogether } from '../../machine/together.ts';
import { type Candidate, type Controller, candidatesOrNone } from './find.ts';
import type { Site, Sites } from './site.ts';

/** The file whose presence proves that a controller works in a group. */
const PROOF: Record<Controller, Record<1 | 2, string>> = {
  memory: { 1: 'memory.limit_in_bytes', 2: 'memory.max' },
  cpu: { 1: 'cpu.cfs_quota_us', 2: 'cpu.max' },
  pids: { 1: 'pids.max', 2: 'pids.max' },
};

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

const writable = (path: string): boolean => attempt(() => accessSync(path, constants.W_OK));

/** v2 hands a controller down one level at a time; v1 needs nothing. */
const handDown = (directories: readonly string[], controller: Controller): boolean =>
  attempt(() => {
    for (const one of directories) writeFileSync(join(one, 'cgroup.subtree_control'), `+${controller}`);
  });

/**
 * A v2 group that holds processes hands down no memory, and the root of the machine (which has no type) is the only
 * one that is excused. CPU and processes it would hand down, and then take no group at all below it until that is
 * taken back: such a group is left as it is.
 */
export function holdsProcesses(directory: string): boolean {
  if (!existsSync(join(directory, 'cgroup.type'))) return false;
  try {
    return readFileSync(join(directory, 'cgroup.procs'), 'utf8') !== '';
  } catch {
    return true;
  }
}

const siteIn = (directory: string, owner: string): string =>
  join(directory, `crossover-${checkoutId}`, owner);

/** Makes `directory/crossover-<checkout>/<owner>` and answers which of the controllers limit a group in it. */
function makeSite({ version, controllers }: Tree, directory: string, owner: string): Controller[] {
  // To move a process into a group below takes the right to write to this one, too.
  if (version === 2 && (holdsProcesses(directory) || !writable(join(directory, 'cgroup.procs')))) return [];
  const own = siteIn(directory, owner);
  const levels = version === 1 ? [] : [directory, join(own, '..'), own];
  const probe = join(own, 'probe');
  makeSharedDirectory(own);
  const given = controllers.filter((controller) => handDown(levels, controller));
  makeSharedDirectory(probe);
  const proven = given.filter((controller) => writable(join(probe, PROOF[controller][version])));
  const joinable = writable(join(probe, 'cgroup.procs'));
  rmdirSync(probe);
  return joinable ? proven : [];
}

/** One hierarchy: a process is in one group of it, whose directory is therefore the same for all its controllers. */
export interface Tree {
  version: 1 | 2;
  controllers: readonly Controller[];
  /** Nearest first. */
  directories: readonly string[];
}

/** v1 has a tree a controller, v2 one for all of them. */
export function treesOf(all: readonly Candidate[]): Tree[] {
  const trees = Map.groupBy(all, ({ version, controller }) => (version === 2 ? 'unified' : controller));
  return [...trees.values()].map((some) => ({
    version: some[0]?.version ?? 2,
    controllers: [...new Set(some.map(({ controller }) => controller))],
    directories: [...new Set(some.map(({ directory }) => directory))],
  }));
}

export interface Place {
  directory: string;
  has: readonly Controller[];
}

/** The nearest directory with the most controllers; `open` says which a directory has, `close` leaves it again. */
export function bestPlace(
  { directories, controllers }: Tree,
  open: (directory: string) => readonly Controller[],
  close: (directory: string) => void,
): Place {
  let best: Place = { directory: '', has: [] };
  for (const directory of directories) {
    const place = { directory, has: open(directory) };
    const better = place.has.length > best.has.length;
    const other = better ? best : place;
    if (other.directory !== '') close(other.directory);
    if (better) best = place;
    if (best.has.length === controllers.length) break;
  }
  return best;
}

function openTree(tree: Tree, owner: string): [Controller, Site][] {
  const { version } = tree;
  const siteOf = (directory: string): Site => ({ version, directory: siteIn(directory, owner) });
  const open = (directory: string): Controller[] => {
    let has: Controller[] = [];
    attempt(() => {
      has = makeSite(tree, directory, owner);
    });
    return has;
  };
  const { directory, has } = bestPlace(tree, open, (one) => removeSite(siteOf(one)));
  return has.map((controller) => [controller, siteOf(directory)]);
}

/**
 * One site for each controller this machine lets us use; a controller that is absent is not enforced. What is above
 * them is held to the machine's budget.
 */
export function openSites(owner: string, all = candidatesOrNone()): Sites {
  const sites: Sites = Object.fromEntries(treesOf(all).flatMap((tree) => openTree(tree, owner)));
  limitTogether(sites);
  return sites;
}

/** Removes an executor's directory and, when it was the last one, the checkout's. */
export function removeSite({ directory }: Site): void {
  attempt(() => rmdirSync(directory));
  attempt(() => rmdirSync(join(directory, '..')));
}

export const siteDirectories = (sites: Sites): string[] => [
  ...new Set(Object.values(sites).map(({ directory }) => directory)),
];
