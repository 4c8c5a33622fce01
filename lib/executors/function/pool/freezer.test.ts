import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '../testing/support.ts';
import { freezerOf } from './freezer.ts';
import { LazyFreeze } from './lazy-freeze.ts';

/** A process whose child counts; both print a line now and then. */
function counter(): { child: ChildProcess; lines: () => number } {
  const grandchild = 'setInterval(() => console.log(1), 5)';
  const code = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { stdio: "inherit" }); setInterval(() => console.log(0), 5)`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk));
  const lines = (): number => Math.min(text.split('0').length, text.split('1').length);
  return { child, lines };
}

/** Where a v2 group may be made here; null where none can. */
function v2Group(): string | null {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  const point = mounts.find((line) => line.includes(' - cgroup2 '))?.split(' ')[4];
  if (point === undefined) return null;
  const directory = join(point, `crossover-freezer-test-${process.pid}`);
  try {
    mkdirSync(directory);
    return directory;
  } catch {
    return null;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function standsStill(
  child: ChildProcess,
  lines: () => number,
  directories: readonly string[],
): Promise<void> {
  const freezer = freezerOf(directories, child.pid ?? 0);
  await eventually(() => lines() > 3, 'both count');
  expect(freezer.pids().length).toBeGreaterThanOrEqual(2);
  freezer.freeze();
  await pause(100);
  const before = lines();
  await pause(300);
  expect(lines()).toBe(before);
  freezer.thaw();
  await eventually(() => lines() > before + 3, 'both go on');
  for (const pid of freezer.pids()) process.kill(pid, 'SIGKILL');
}

describe('every process of an environment', () => {
  it('stands still by signals, where there are no groups', async () => {
    const { child, lines } = counter();
    await standsStill(child, lines, []);
  });

  it('stands still by a v2 group, where one can be made', async () => {
    const group = v2Group();
    const { child, lines } = counter();
    try {
      if (group !== null) writeFileSync(join(group, 'cgroup.procs'), String(child.pid));
      await standsStill(child, lines, group === null ? [] : [group]);
    } finally {
      if (group !== null) await eventually(() => removed(group), 'the group is removed');
    }
  });
});

function removed(group: string): boolean {
  try {
    rmdirSync(group);
    return true;
  } catch {
    return false;
  }
}

describe('freezing when idle', () => {
  const watched = () => {
    const seen: string[] = [];
    const freezer = {
      freeze: () => void seen.push('freeze'),
      thaw: () => void seen.push('thaw'),
      pids: () => [],
    };
    return { seen, freeze: new LazyFreeze(freezer, 20) };
  };

  it('spares an environment that is wanted again at once', async () => {
    const { seen, freeze } = watched();
    freeze.idle();
    freeze.wake();
    await pause(60);
    expect(seen).toEqual([]);
  });

  it('thaws what it froze, and leaves alone what has ended', async () => {
    const { seen, freeze } = watched();
    freeze.idle();
    await pause(60);
    freeze.wake();
    freeze.wake();
    expect(seen).toEqual(['freeze', 'thaw']);
    freeze.idle();
    freeze.over();
    await pause(60);
    expect(seen).toEqual(['freeze', 'thaw']);
  });
});
