import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes, Ms } from '#lib/domain/units.ts';

/** What an environment has used so far. Null where this machine does not count it. */
export interface Usage {
  peakMemory: Bytes | null;
  cpuTime: Ms | null;
}

const TICK: Ms = 10;

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function firstNumber(directories: readonly string[], file: string, pattern = /^(\d+)/m): number | null {
  for (const directory of directories) {
    const found = pattern.exec(read(join(directory, file)) ?? '')?.[1];
    if (found !== undefined) return Number(found);
  }
  return null;
}

/** Most memory the group ever held: v2 (Linux 5.19 and later) or v1. */
const groupPeak = (directories: readonly string[]): Bytes | null =>
  firstNumber(directories, 'memory.peak') ?? firstNumber(directories, 'memory.max_usage_in_bytes');

/** v2 counts in the group itself; v1 in a tree of its own, when it is mounted together with `cpu`. */
function groupCpu(directories: readonly string[]): Ms | null {
  const micros = firstNumber(directories, 'cpu.stat', /^usage_usec (\d+)/m);
  if (micros !== null) return micros / 1e3;
  const nanos = firstNumber(directories, 'cpuacct.usage');
  return nanos === null ? null : nanos / 1e6;
}

/** Nanoseconds that the scheduler counted for each thread that still runs (schedstat, Linux 2.6.23). */
function threadsCpu(pid: number): Ms {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, tid) => {
      return sum + Number(read(`/proc/${pid}/task/${tid}/schedstat`)?.split(' ')[0] ?? 0) / 1e6;
    }, 0);
  } catch {
    return 0;
  }
}

/** CPU time of one process with its ended threads, and of the children it waited for (proc(5), fields 14 to 17). */
function processCpu(pid: number): Ms {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return 0;
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15)
    .map(Number);
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields;
  return Math.max((user + system) * TICK, threadsCpu(pid)) + (childUser + childSystem) * TICK;
}

/** Highest resident memory of one process (VmHWM). */
function processPeak(pid: number): Bytes {
  const kilobytes = /^VmHWM:\s*(\d+)/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** Control groups first; where they do not count, the processes themselves, which share pages and so add up too high. */
export function usageOf(directories: readonly string[], pids: readonly number[]): Usage {
  const sum = (measure: (pid: number) => number): number | null =>
    pids.length === 0 ? null : pids.reduce((total, pid) => total + measure(pid), 0);
  return {
    peakMemory: groupPeak(directories) ?? sum(processPeak),
    cpuTime: groupCpu(directories) ?? sum(processCpu),
  };
}
