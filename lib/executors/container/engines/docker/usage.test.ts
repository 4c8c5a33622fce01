import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { peakOf } from './usage.ts';

const base = mkdtempSync(join(tmpdir(), 'peak-'));
afterAll(() => rmSync(base, { recursive: true }));
const at = { proc: join(base, 'proc'), groups: join(base, 'groups') };

function write(path: string, file: string, text: string): void {
  mkdirSync(join(base, path), { recursive: true });
  writeFileSync(join(base, path, file), text);
}

describe('the peak of a container whose engine leaves it out (cgroup v2)', () => {
  it.each([
    ['Docker by systemd', '/system.slice/docker-abc123.scope'],
    ['Docker by itself', '/docker/abc123'],
    ['Podman', '/machine.slice/libpod-abc123.scope/container'],
  ])('%s: its own group says it', async (_name, group) => {
    write('proc/7', 'cgroup', `0::${group}\n`);
    write(`groups${group}`, 'memory.peak', '4096000\n');
    expect(await peakOf(7, 'abc123', at)).toBe(4_096_000);
  });

  it('on another machine the number is another process, which is not asked', async () => {
    write('proc/8', 'cgroup', '0::/system.slice/other.service\n');
    write('groups/system.slice/other.service', 'memory.peak', '1\n');
    expect(await peakOf(8, 'abc123', at)).toBeNull();
  });

  it('is not known before Linux 5.19, on version 1 and of a container that has ended', async () => {
    write('proc/9', 'cgroup', '0::/docker/def\n');
    write('proc/10', 'cgroup', '4:memory:/docker/def\n');
    for (const pid of [9, 10, 0]) expect(await peakOf(pid, 'def', at)).toBeNull();
  });
});
