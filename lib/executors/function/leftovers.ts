import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkoutId, homeDirectory } from '../host/home.ts';
import { statOf } from '../host/process-stat.ts';
import { makeForSandboxes } from '../host/sandbox-group.ts';
import { removeServiceLeftovers } from '../services/leftovers.ts';
import { candidatesOrNone } from './cgroup/find.ts';
import { removeGroup } from './cgroup/group.ts';
import type { Sites } from './cgroup/site.ts';
import { removeSite } from './cgroup/tree.ts';
import { LABEL_VARIABLE } from './sandbox/launch.ts';

/** Who made things on this machine: a pid alone can be another process by now. */
interface Owner {
  pid: number;
  /** Start of the process in ticks since boot, and the boot. */
  startTime: string;
  boot: string;
  /** Group directories that hold groups of environments. */
  groups: string[];
}

export interface Run {
  /** Also the label of its environments. */
  id: string;
  directory: string;
  sites: Sites;
  remove(): Promise<void>;
}

const RECORD = 'owner.json';

const startTimeOf = (pid: number): string | null => statOf(pid)?.startTicks ?? null;

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

const alive = ({ pid, startTime, boot }: Owner): boolean =>
  boot === bootId() && startTimeOf(pid) === startTime;

/** Writes down who owns what before it is used, so that a kill -9 at any moment leaves a trace to follow. */
export async function claimRun(
  open: (id: string) => Sites,
  directoriesOf: (sites: Sites) => string[],
): Promise<Run> {
  const id = `run-${process.pid}-${randomBytes(4).toString('hex')}`;
  const directory = join(homeDirectory('functions'), id);
  makeForSandboxes(directory);
  const sites = open(id);
  const owner: Owner = {
    ...{ pid: process.pid, startTime: startTimeOf(process.pid) ?? '', boot: bootId() },
    groups: directoriesOf(sites),
  };
  await writeFile(join(directory, `${RECORD}.new`), JSON.stringify(owner));
  await rename(join(directory, `${RECORD}.new`), join(directory, RECORD));
  return { id, directory, sites, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** Without control groups the launcher's own environment says whose sandbox it is. */
function killLabelled(runId: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      if (environment.some((line) => line.startsWith(`${LABEL_VARIABLE}=${runId}/`))) {
        process.kill(Number(pid), 'SIGKILL');
      }
    } catch {
      // It ended, or belongs to someone else.
    }
  }
}

async function removeGroups(site: string): Promise<void> {
  const inside = await readdir(site, { withFileTypes: true }).catch(() => []);
  for (const entry of inside) {
    if (entry.isDirectory()) await removeGroup(join(site, entry.name));
  }
  removeSite({ version: 2, directory: site });
}

/** Names carry the pid of their owner, for what was made in the moment before the record was written. */
const pidInName = (name: string): number => Number(/^(?:run|probe)-(\d+)-/.exec(name)?.[1] ?? 0);

async function isDead(run: string, directory: string): Promise<boolean> {
  try {
    return !alive(JSON.parse(await readFile(join(directory, RECORD), 'utf8')) as Owner);
  } catch {
    return startTimeOf(pidInName(run)) === null;
  }
}

async function groupsOf(directory: string): Promise<string[]> {
  const record = await readFile(join(directory, RECORD), 'utf8').catch(() => '{}');
  return (JSON.parse(record) as Partial<Owner>).groups ?? [];
}

/** Groups without a record: their owner died between making them and writing that down. */
async function removeStrayGroups(): Promise<void> {
  for (const { directory } of candidatesOrNone()) {
    const ours = join(directory, `crossover-${checkoutId}`);
    for (const name of await readdir(ours).catch(() => [])) {
      const pid = pidInName(name);
      if (pid > 0 && startTimeOf(pid) === null) await removeGroups(join(ours, name));
    }
  }
}

/**
 * Removes what executors of dead processes left on this machine: processes, control groups, files,
 * sockets of services. Running owners are not touched. Answers the names of the runs it cleared.
 */
export async function removeLeftovers(): Promise<string[]> {
  const home = homeDirectory('functions');
  const cleared: string[] = [];
  for (const id of (await readdir(home)).filter((name) => name.startsWith('run-'))) {
    const directory = join(home, id);
    if (!(await isDead(id, directory))) continue;
    killLabelled(id);
    for (const site of await groupsOf(directory)) await removeGroups(site);
    await rm(directory, { recursive: true, force: true });
    cleared.push(id);
  }
  await removeStrayGroups();
  await removeServiceLeftovers();
  return cleared;
}
