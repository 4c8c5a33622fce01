import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bytes, MiB } from '#lib/domain/units.ts';
import { type KilledFor, killedFor, killsIn } from '../../machine/kills.ts';
import { type Usage, usageOf } from '../record/usage.ts';
import type { Controller } from './find.ts';
import { memoryWatch } from './memory-watch.ts';
import type { Site, Sites } from './site.ts';

export interface GroupLimits {
  memory: MiB;
  processes: number;
}

/** AWS Lambda's scheduling period; a longer one would let a small function run long and then stall long. */
const CPU_PERIOD_US = 20_000;
/** The kernel takes no smaller quota. */
const MINIMUM_QUOTA_US = 1_000;
const REMOVAL_TRIES = 200;

const TCP_BUFFERS = 'memory.kmem.tcp.limit_in_bytes';

const FILES = {
  1: {
    memoryLimit: 'memory.limit_in_bytes',
    swapLimit: ['memory.memsw.limit_in_bytes', null],
    usage: 'memory.usage_in_bytes',
    // A thread that moves itself through `tasks` spares the kernel a grace period that `cgroup.procs` costs.
    join: 'tasks',
  },
  2: {
    memoryLimit: 'memory.max',
    swapLimit: ['memory.swap.max', 0],
    usage: 'memory.current',
    join: 'cgroup.procs',
  },
} as const;

function writeIfPresent(path: string, value: number): void {
  try {
    writeFileSync(path, String(value));
  } catch {
    // This kernel does not count swap, or the buffers of TCP.
  }
}

function numberIn(path: string, pattern: RegExp): number | null {
  try {
    const found = pattern.exec(readFileSync(path, 'utf8'))?.[1];
    return found === undefined ? null : Number(found);
  } catch {
    return null;
  }
}

/** The control group of one environment, over however many trees its controllers live in. */
export class EnvironmentGroup {
  readonly #sites: ReadonlyMap<Controller, Site>;
  readonly directories: readonly string[];
  readonly #memory: Bytes;
  /** Times that it was ended for want of memory where no group counts. */
  #overruns: number | null = null;

  /** Makes the directories and sets the limits of memory and processes; CPU stays free until `limitCpu`. */
  constructor(sites: Sites, name: string, limits: GroupLimits) {
    const own = Object.entries(sites).map(
      ([controller, site]) =>
        [controller as Controller, { ...site, directory: join(site.directory, name) }] as const,
    );
    this.#sites = new Map(own);
    this.directories = [...new Set(own.map(([, { directory }]) => directory))];
    for (const directory of this.directories) mkdirSync(directory);
    this.#memory = limits.memory * 1024 * 1024;
    this.#limitMemory(this.#memory);
    const pids = this.#sites.get('pids');
    if (pids) writeFileSync(join(pids.directory, 'pids.max'), String(limits.processes));
  }

  #limitMemory(bytes: Bytes): void {
    const site = this.#sites.get('memory');
    if (site === undefined) return;
    const { memoryLimit, swapLimit } = FILES[site.version];
    writeFileSync(join(site.directory, memoryLimit), String(bytes));
    writeIfPresent(join(site.directory, swapLimit[0]), swapLimit[1] ?? bytes);
    // v1 counts the buffers of TCP apart from all other memory, so they come on top; v2 counts them with it.
    if (site.version === 1) writeIfPresent(join(site.directory, TCP_BUFFERS), bytes / 2);
  }

  /** Files into which a process writes 0 to put itself into the group. */
  get joinFiles(): string[] {
    const files = [...this.#sites.values()].map(({ directory, version }) =>
      join(directory, FILES[version].join),
    );
    return [...new Set(files)];
  }

  /** The process that everything of the sandbox is below: its memory is looked at where the kernel does not limit it. */
  watch(child: ChildProcess): void {
    if (this.#sites.has('memory') || child.pid === undefined) return;
    this.#overruns = 0;
    const end = (): void => {
      this.#overruns = 1;
      child.kill('SIGKILL');
    };
    child.once('exit', memoryWatch.watch(child.pid, { limit: this.#memory, end }));
  }

  /** From now on at most this many CPUs' worth of time. */
  limitCpu(cpus: number): void {
    const site = this.#sites.get('cpu');
    if (site === undefined) return;
    const quota = Math.max(MINIMUM_QUOTA_US, Math.round(cpus * CPU_PERIOD_US));
    if (site.version === 2) {
      writeFileSync(join(site.directory, 'cpu.max'), `${quota} ${CPU_PERIOD_US}`);
      return;
    }
    writeFileSync(join(site.directory, 'cpu.cfs_period_us'), String(CPU_PERIOD_US));
    writeFileSync(join(site.directory, 'cpu.cfs_quota_us'), String(quota));
  }

  /** How often something was killed in this group for want of memory; null when nobody counts. */
  oomKills(): number | null {
    const site = this.#sites.get('memory');
    return site === undefined ? this.#overruns : killsIn(site);
  }

  /** Whose want of memory something in it was killed for; null when nothing was. */
  killedFor(): KilledFor | null {
    const site = this.#sites.get('memory');
    if (site !== undefined) return killedFor(site);
    return (this.#overruns ?? 0) > 0 ? 'own-limit' : null;
  }

  memoryUsed(): Bytes | null {
    const site = this.#sites.get('memory');
    return site === undefined ? null : numberIn(join(site.directory, FILES[site.version].usage), /^(\d+)/);
  }

  /** CPU time and most memory so far; null where this machine counts neither. */
  usage(): Usage {
    return usageOf(this.directories, pidsIn(this.directories[0]));
  }

  /** Kills every process inside; the kernel takes a moment to do it. */
  killAll(): void {
    for (const directory of this.directories) killInside(directory);
  }

  /** Kills what is still inside and removes the directories, waiting for the kernel to let go (about a second at most). */
  async remove(): Promise<void> {
    for (const directory of this.directories) await removeGroup(directory);
  }
}

function pidsIn(directory: string | undefined): number[] {
  if (directory === undefined) return [];
  try {
    return readFileSync(join(directory, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** False when the group is not there. */
function killInside(directory: string): boolean {
  let inside: string;
  try {
    inside = readFileSync(join(directory, 'cgroup.procs'), 'utf8');
  } catch {
    return false;
  }
  for (const line of inside.split('\n').filter((pid) => pid !== '')) {
    try {
      process.kill(Number(line), 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
  return true;
}

/** Empties and removes one group directory; true when it is gone. */
export async function removeGroup(directory: string): Promise<boolean> {
  for (let tries = 0; tries < REMOVAL_TRIES; tries += 1) {
    try {
      await rmdir(directory);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    }
    if (!killInside(directory)) return true;
    await delay(tries < 20 ? 2 : 10);
  }
  return false;
}
