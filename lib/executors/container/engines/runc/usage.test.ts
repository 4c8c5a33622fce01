import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CgroupMount } from './cgroup-mount.ts';
import { containerCgroup } from './cgroups.ts';
import { cgroupUsage, withProcesses } from './usage.ts';

const root = mkdtempSync(join(tmpdir(), 'cu-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function mount(
  name: string,
  version: 1 | 2,
  controllers: string[],
  files: Record<string, string>,
): CgroupMount {
  const path = join(root, name);
  const directory = containerCgroup({ path }, 'c1');
  mkdirSync(directory, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(directory, file), content);
  return { path, version, controllers };
}

const USED = {
  cpuTime: 1_500,
  throttledPeriods: 3,
  periods: 40,
  throttledTime: 120,
  memoryUsed: 50_000,
  memoryPeak: 90_000,
  oomKills: 1,
};

describe('usage from cgroups', () => {
  it('version 1, cpu and cpuacct apart', () => {
    const mounts = [
      mount('cpu', 1, ['cpu'], { 'cpu.stat': 'nr_periods 40\nnr_throttled 3\nthrottled_time 120000000\n' }),
      mount('cpuacct', 1, ['cpuacct'], { 'cpuacct.usage': '1500000000\n' }),
      mount('memory', 1, ['memory'], {
        'memory.usage_in_bytes': '50000\n',
        'memory.max_usage_in_bytes': '90000\n',
        'memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 1\n',
      }),
      mount('unified', 2, [], {}),
    ];
    expect(cgroupUsage('c1', mounts)).toEqual(USED);
  });

  it('version 2, and before Linux 5.19 without a peak', () => {
    const files = {
      'cpu.stat': 'usage_usec 1500000\nnr_periods 40\nnr_throttled 3\nthrottled_usec 120000\n',
      'memory.current': '50000\n',
      'memory.events': 'low 0\noom 1\noom_kill 1\n',
    };
    const old = mount('v2-old', 2, [], files);
    expect(cgroupUsage('c1', [old])).toEqual({ ...USED, memoryPeak: null });
    expect(cgroupUsage('c1', [mount('v2', 2, [], { ...files, 'memory.peak': '90000\n' })])).toEqual(USED);
  });

  it('a container that is not there, or no cgroups at all: nothing is known', () => {
    const unknown = Object.fromEntries(Object.keys(USED).map((key) => [key, null]));
    expect(cgroupUsage('none', [mount('v2', 2, [], {})])).toEqual(unknown);
    expect(cgroupUsage('c1', [])).toEqual(unknown);
  });
});

describe('CPU time without a control group', () => {
  const unknown = cgroupUsage('c1', []);

  it('is that of the processes, as long as there are any', () => {
    expect(unknown.cpuTime).toBeNull();
    expect(withProcesses(unknown, process.pid).cpuTime).toBeGreaterThan(0);
    expect(withProcesses(unknown, 0).cpuTime).toBeNull();
    // Above the most that Linux gives (proc(5), pid_max).
    expect(withProcesses(unknown, 4_194_305).cpuTime).toBeNull();
  });

  it('is not asked for where a group counts', () => {
    const counted = { ...unknown, cpuTime: 5 };
    expect(withProcesses(counted, process.pid)).toBe(counted);
  });
});
