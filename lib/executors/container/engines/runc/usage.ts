import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ContainerUsage, NO_USAGE } from '../engine.ts';
import { CGROUP_PARENT, type CgroupMount, cgroupMounts, memoryCgroup } from './cgroups.ts';

type Read = (file: string) => string | null;

const reader =
  (directory: string): Read =>
  (file) => {
    try {
      return readFileSync(join(directory, file), 'utf8');
    } catch {
      return null;
    }
  };

/** The whole file as a number. */
function single(text: string | null): number | null {
  const value = text === null ? Number.NaN : Number(text.trim());
  return Number.isFinite(value) ? value : null;
}

/** The number beside a name in a flat-keyed file. */
function keyed(text: string | null, key: string): number | null {
  const value = new RegExp(`^${key} (\\d+)$`, 'm').exec(text ?? '')?.[1];
  return value === undefined ? null : Number(value);
}

const scaled = (value: number | null, divisor: number): number | null =>
  value === null ? null : value / divisor;

const NS = 1e6;
const US = 1e3;

/** Both versions of the kernel's interface say the same in other files and units (cgroup-v1/*, cgroup-v2 docs). */
const CPU = {
  1: (stat: string | null, read: Read) => ({
    cpuTime: scaled(single(read('cpuacct.usage')), NS),
    throttledTime: scaled(keyed(stat, 'throttled_time'), NS),
  }),
  2: (stat: string | null) => ({
    cpuTime: scaled(keyed(stat, 'usage_usec'), US),
    throttledTime: scaled(keyed(stat, 'throttled_usec'), US),
  }),
} as const;

const MEMORY = {
  1: (read: Read) => ({
    memoryUsed: single(read('memory.usage_in_bytes')),
    memoryPeak: single(read('memory.max_usage_in_bytes')),
    oomKills: keyed(read('memory.oom_control'), 'oom_kill'),
  }),
  // memory.peak came with Linux 5.19.
  2: (read: Read) => ({
    memoryUsed: single(read('memory.current')),
    memoryPeak: single(read('memory.peak')),
    oomKills: keyed(read('memory.events'), 'oom_kill'),
  }),
} as const;

function mountOf(controller: string, mounts: readonly CgroupMount[]): CgroupMount | undefined {
  return (
    mounts.find(({ version, controllers }) => version === 1 && controllers.includes(controller)) ??
    mounts.find(({ version }) => version === 2)
  );
}

/** What a container of ours has used, from its cgroups of version 1, 2 or both. */
export function cgroupUsage(id: string, mounts: readonly CgroupMount[] = cgroupMounts()): ContainerUsage {
  const memory = memoryCgroup(id, [...mounts]);
  const cpu = mountOf('cpu', mounts);
  if (memory === null || cpu === undefined) return NO_USAGE;
  const read = reader(join(cpu.path, CGROUP_PARENT, id));
  const stat = read('cpu.stat');
  return {
    ...CPU[cpu.version](stat, read),
    throttledPeriods: keyed(stat, 'nr_throttled'),
    periods: keyed(stat, 'nr_periods'),
    ...MEMORY[memory.version](reader(memory.path)),
  };
}
