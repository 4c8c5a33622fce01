import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { memoryBudgetOf, processBudgetOf } from '#lib/domain/execution/machine-budget.ts';
import type { Bytes } from '#lib/domain/units.ts';
import type { Controller } from '../function/cgroup/find.ts';
import type { Site, Sites } from '../function/cgroup/site.ts';
import { type MemoryGroup, OwnMemory } from './memory.ts';

let found: OwnMemory | undefined;
/** Read once: what a machine has does not change while a process runs. */
export function ownMemory(): OwnMemory {
  found ??= new OwnMemory();
  return found;
}

function write(path: string, value: number | string): void {
  try {
    writeFileSync(path, String(value));
  } catch {
    // The kernel counts no swap, or the group holds more than that at this moment.
  }
}

function numberIn(path: string): number | null {
  try {
    const value = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return Number.isFinite(value) ? value : null;
  } catch {
    return null;
  }
}

/** Processes and threads that all sandboxes together may have. */
export function processBudget(): number {
  const allowed = ['/proc/sys/kernel/pid_max', '/proc/sys/kernel/threads-max'].map(numberIn);
  return processBudgetOf(Math.min(...allowed.map((one) => one ?? 32_768)));
}

/** A group that holds no more than this, with everything below it. */
export function limitMemory({ version, directory }: MemoryGroup, bytes: Bytes): void {
  if (version === 2) {
    write(join(directory, 'memory.max'), bytes);
    write(join(directory, 'memory.swap.max'), 0);
    return;
  }
  write(join(directory, 'memory.limit_in_bytes'), bytes);
  write(join(directory, 'memory.memsw.limit_in_bytes'), bytes);
  limitBuffers({ version, directory }, Math.floor(bytes / 4));
}

/** Version 1 counts what sockets of TCP and UDP buffer apart from all other memory, so it needs a limit of its own. */
export function limitBuffers({ version, directory }: MemoryGroup, bytes: Bytes): void {
  if (version === 1) write(join(directory, 'memory.kmem.tcp.limit_in_bytes'), bytes);
}

/** Groups that hold the sandboxes of this checkout, by what they count. */
const together: Record<Controller, Map<string, Site>> = {
  memory: new Map(),
  cpu: new Map(),
  pids: new Map(),
};

/**
 * Holds everything below the parent of these sites to the machine's budget. Its CPU needs no figure: in the scheduler
 * the group weighs as much as one thread of the engine beside it, however many sandboxes run in it.
 */
export function limitTogether(sites: Sites): void {
  for (const [controller, site] of Object.entries(sites) as [Controller, Site][]) {
    const parent = { ...site, directory: dirname(site.directory) };
    together[controller].set(parent.directory, parent);
    if (controller === 'memory') limitMemory(parent, memoryBudgetOf(ownMemory().total));
    if (controller === 'pids') write(join(parent.directory, 'pids.max'), processBudget());
  }
}

export const memoryParents = (): Site[] => [...together.memory.values()];

/** Processes and threads of all sandboxes; null when no group counts them. */
export function processesTogether(): number | null {
  const counts = [...together.pids.keys()].map((directory) => numberIn(join(directory, 'pids.current')));
  const known = counts.filter((one) => one !== null);
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0);
}
