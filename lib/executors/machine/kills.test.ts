import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { killedFor } from './kills.ts';
import { heldBy, OwnMemory } from './memory.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kills-'));
});
afterEach(() => rmSync(directory, { recursive: true }));
/** Plain files read as the kernel's do, so both versions are tried anywhere. */
const write = (files: Record<string, string>): void => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
};

describe('whose want of memory a kill was', () => {
  const limit = 64 * 1024 * 1024;
  const v1 = (kills: number, peak: number) => ({
    'memory.oom_control': `oom_kill ${kills}\n`,
    'memory.limit_in_bytes': `${limit}\n`,
    'memory.max_usage_in_bytes': `${peak}\n`,
  });

  it.each([
    ['nobody’s', 1, v1(0, limit), null],
    ['own', 1, v1(1, limit - 2 * 1024 * 1024 + 1), 'own-limit'],
    ['the machine’s', 1, v1(1, limit - 2 * 1024 * 1024), 'machine'],
    ['own, where no peak is told', 1, { 'memory.oom_control': 'oom_kill 1\n' }, 'own-limit'],
    ['own', 2, { 'memory.events': 'max 3\noom 1\noom_kill 1\n' }, 'own-limit'],
    ['the machine’s', 2, { 'memory.events': 'max 0\noom 0\noom_kill 2\n' }, 'machine'],
    ['nobody’s', 2, {}, null],
  ] as const)('%s, version %d', (_name, version, files, whose) => {
    write(files);
    expect(killedFor({ version, directory })).toBe(whose);
  });
});

describe('memory of the group that Crossover runs in', () => {
  const own = (version: 1 | 2) => new OwnMemory([{ controller: 'memory', version, directory }]);

  it('version 1: its limit counts, and cached files are free', () => {
    const stat = 'total_inactive_file 300\ntotal_active_file 200\ninactive_file 1\n';
    write({ 'memory.limit_in_bytes': '100000', 'memory.usage_in_bytes': '60000', 'memory.stat': stat });
    expect(heldBy({ version: 1, directory })).toBe(59_500);
    expect([own(1).total, own(1).available()]).toEqual([100_000, 40_500]);
  });

  it('version 2', () => {
    const stat = 'anon 5\ninactive_file 300\nactive_file 200\n';
    write({ 'memory.max': '100000', 'memory.current': '60000', 'memory.stat': stat });
    expect([own(2).total, own(2).available()]).toEqual([100_000, 40_500]);
  });

  it('without a limit the machine counts', () => {
    write({ 'memory.max': 'max\n', 'memory.current': '60000', 'memory.stat': '' });
    expect(own(2).total).toBe(new OwnMemory([]).total);
    expect(own(2).available()).toBeGreaterThan(60_000);
  });
});
