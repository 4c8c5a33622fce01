import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { usageOf } from '../../../function/record/usage.ts';
import { below } from '../../../host/process-tree.ts';
import type { ContainerUsage } from '../engine.ts';
import type { CgroupMount } from './cgroup-mount.ts';
import { cgroupMounts, containerCgroup } from './cgroups.ts';

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

/** The directory of a container under a controller: its own hierarchy of version 1, or the unified one. */
function under(controller: string, id: string, mounts: readonly CgroupMount[]) {
  const mount =
    mounts.find(({ version, controllers }) => version === 1 && controllers.includes(controller)) ??
    mounts.find(({ version }) => version === 2);
  const read = mount ? reader(containerCgroup(mount, id)) : () => null;
  return { version: mount?.version ?? 2, read };
}

/** Both versions of the kernel's interface say the same in other files and units (cgroup-v1, cgroup-v2). */
function cpuUsage(id: string, mounts: readonly CgroupMount[]) {
  const { version, read } = under('cpu', id, mounts);
  const stat = read('cpu.stat');
  const periods = { throttledPeriods: keyed(stat, 'nr_throttled'), periods: keyed(stat, 'nr_periods') };
  if (version === 2) {
    const throttledTime = scaled(keyed(stat, 'throttled_usec'), US);
    return { ...periods, cpuTime: scaled(keyed(stat, 'usage_usec'), US), throttledTime };
  }
  // Mounted beside `cpu` or together with it.
  const cpuTime = scaled(single(under('cpuacct', id, mounts).read('cpuacct.usage')), NS);
  return { ...periods, cpuTime, throttledTime: scaled(keyed(stat, 'throttled_time'), NS) };
}

function memoryUsage(id: string, mounts: readonly CgroupMount[]) {
  const { version, read } = under('memory', id, mounts);
  if (version === 1) {
    return {
      memoryUsed: single(read('memory.usage_in_bytes')),
      memoryPeak: single(read('memory.max_usage_in_bytes')),
      oomKills: keyed(read('memory.oom_control'), 'oom_kill'),
    };
  }
  // memory.peak came with Linux 5.19.
  return {
    memoryUsed: single(read('memory.current')),
    memoryPeak: single(read('memory.peak')),
    oomKills: keyed(read('memory.events'), 'oom_kill'),
  };
}

/** What a container of ours has used, from its cgroups of version 1, 2 or both. */
export const cgroupUsage = (id: string, mounts: readonly CgroupMount[] = cgroupMounts()): ContainerUsage => ({
  ...cpuUsage(id, mounts),
  ...memoryUsage(id, mounts),
});

/** Where no control group counts CPU time, its processes do as long as they live; `pid` is the first of them. */
export function withProcesses(usage: ContainerUsage, pid: number): ContainerUsage {
  if (usage.cpuTime !== null || pid <= 0 || !existsSync(`/proc/${pid}`)) return usage;
  return { ...usage, cpuTime: usageOf([], [pid, ...below(pid)]).cpuTime };
}
