import { accessSync, constants, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutId } from '../../host/home.ts';
import { type Candidate, CONTROLLERS, type Controller, candidatesOrNone } from './find.ts';

/** A directory that belongs to one executor; groups of environments are made in it. */
export interface Site {
  version: 1 | 2;
  directory: string;
}
export type Sites = Partial<Record<Controller, Site>>;

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

/** v2 hands a controller down one level at a time; v1 needs nothing. */
function handDown(version: 1 | 2, directory: string, controller: Controller): void {
  if (version === 1) return;
  writeFileSync(join(directory, 'cgroup.subtree_control'), `+${controller}`);
}

/** Makes `parent/crossover-<checkout>/<owner>` and shows that a group in it would be limited. */
function makeSite({ controller, version, directory }: Candidate, owner: string): Site {
  const ours = join(directory, `crossover-${checkoutId}`);
  const own = join(ours, owner);
  handDown(version, directory, controller);
  mkdirSync(ours, { recursive: true });
  handDown(version, ours, controller);
  mkdirSync(own, { recursive: true });
  handDown(version, own, controller);
  const probe = join(own, 'probe');
  mkdirSync(probe, { recursive: true });
  try {
    accessSync(join(probe, PROOF[controller][version]), constants.W_OK);
    accessSync(join(probe, 'cgroup.procs'), constants.W_OK);
  } finally {
    rmdirSync(probe);
  }
  return { version, directory: own };
}

function siteFor(controller: Controller, owner: string, all: readonly Candidate[]): Site | undefined {
  for (const candidate of all.filter((one) => one.controller === controller)) {
    let site: Site | undefined;
    if (attempt(() => (site = makeSite(candidate, owner)))) return site;
    removeSite({
      version: candidate.version,
      directory: join(candidate.directory, `crossover-${checkoutId}`, owner),
    });
  }
  return undefined;
}

/** One site for each controller this machine lets us use; a controller that is absent is not enforced. */
export function openSites(owner: string): Sites {
  const all = candidatesOrNone();
  return Object.fromEntries(
    CONTROLLERS.flatMap((controller) => {
      const site = siteFor(controller, owner, all);
      return site === undefined ? [] : [[controller, site]];
    }),
  );
}

/** Removes an executor's directory and, when it was the last one, the checkout's. */
export function removeSite({ directory }: Site): void {
  attempt(() => rmdirSync(directory));
  attempt(() => rmdirSync(join(directory, '..')));
}

export const siteDirectories = (sites: Sites): string[] => [
  ...new Set(Object.values(sites).map(({ directory }) => directory)),
];
