import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Stops every process of an environment between two invocations, and lets them go on. */
export interface Freezer {
  freeze(): void;
  thaw(): void;
  /** Every process of the environment, as this machine numbers them. */
  pids(): number[];
}

/** A process may start another one while we stop the first: until nobody new is found. */
const ROUNDS = 20;

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}

function pidsOfGroup(directory: string): number[] {
  try {
    return readFileSync(join(directory, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

/** The launcher and everything below it: nothing leaves its process namespace, so nothing is missed. */
function pidsBelow(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const);
  const found = new Set([root]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

function bySignals(pids: () => number[]): Freezer {
  return {
    pids,
    freeze() {
      const stopped = new Set<number>();
      for (let round = 0; round < ROUNDS; round += 1) {
        const fresh = pids().filter((pid) => !stopped.has(pid));
        if (fresh.length === 0) return;
        for (const pid of fresh) {
          signal(pid, 'SIGSTOP');
          stopped.add(pid);
        }
      }
    },
    thaw() {
      for (const pid of pids()) signal(pid, 'SIGCONT');
    },
  };
}

/** cgroup v2 stops a whole group at once; what is started while it happens is stopped too. */
function byGroup(directory: string): Freezer {
  const write = (value: 0 | 1): void => {
    try {
      writeFileSync(join(directory, 'cgroup.freeze'), String(value));
    } catch {
      // The group is gone, and its processes with it.
    }
  };
  return { pids: () => pidsOfGroup(directory), freeze: () => write(1), thaw: () => write(0) };
}

/**
 * The best this machine offers: the freezer of a v2 group, else SIGSTOP (which no process can refuse) to
 * every process of the group, else to every process below the launcher.
 */
export function freezerOf(directories: readonly string[], launcher: number): Freezer {
  const version2 = directories.find((directory) => existsSync(join(directory, 'cgroup.freeze')));
  if (version2 !== undefined) return byGroup(version2);
  const [group] = directories;
  return bySignals(() => (group === undefined ? pidsBelow(launcher) : pidsOfGroup(group)));
}
