import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { homeDirectory } from '../host/home.ts';
import { candidatesOrNone } from './cgroup/find.ts';
import { openSites, siteDirectories } from './cgroup/tree.ts';
import { createFunctionExecutor } from './function-executor.ts';
import { removeLeftovers } from './leftovers.ts';
import { descendants, eventually, requestOf, sandboxProcesses, specOf } from './testing/support.ts';

const OWNER = fileURLToPath(new URL('./testing/owner-process.ts', import.meta.url));
const children: ChildProcess[] = [];
afterEach(async () => {
  const ended = children.splice(0);
  for (const child of ended) child.kill('SIGKILL');
  await eventually(() => !ended.some(({ pid }) => existing(pid ?? 0)), 'the owners reaped');
  await removeLeftovers();
});

/** Starts an owner; extra descriptors are handed to it as 3, 4, … */
async function startOwner(extra: (number | 'ignore')[] = []): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [OWNER], { stdio: ['ignore', 'pipe', 'inherit', ...extra] });
  children.push(child);
  const lines = createInterface({ input: child.stdout as Readable });
  for await (const line of lines) return { child, line };
  throw new Error('The owner ended before it was ready.');
}

const existing = (pid: number): boolean => existsSync(`/proc/${pid}`);
const runsOf = (pid: number): string[] =>
  readdirSync(homeDirectory('functions')).filter((name) => name.startsWith(`run-${pid}-`));
/** Directories of an owner's control groups, wherever on this machine they are. */
const groupsOf = (run: string): string[] =>
  candidatesOrNone().flatMap(({ directory }) => {
    const ours = readdirSync(directory).filter((name) => name.startsWith('crossover-'));
    return ours.map((name) => join(directory, name, run)).filter((path) => existsSync(path));
  });
const mounts = (): string => readFileSync('/proc/self/mountinfo', 'utf8');

describe('an executor that is disposed', () => {
  it('leaves no process, control group, mount or file', async () => {
    const mountsBefore = mounts();
    const runsBefore = runsOf(process.pid);
    const processesBefore = sandboxProcesses().length;
    const executor = createFunctionExecutor();
    const deployment = await executor.deploy(
      specOf('export const handler = () => new Promise(() => setInterval(() => {}, 1e6));'),
    );
    const running = [deployment.invoke(requestOf()), deployment.invoke(requestOf())];
    await eventually(() => deployment.instances().every(({ state }) => state === 'busy'), 'both busy');
    const run = runsOf(process.pid).find((name) => !runsBefore.includes(name)) ?? '';
    expect(sandboxProcesses().length).toBeGreaterThan(processesBefore);
    const groups = groupsOf(run);
    await executor[Symbol.asyncDispose]();
    expect((await Promise.all(running)).map(({ outcome }) => outcome)).toEqual([
      'unavailable',
      'unavailable',
    ]);
    expect(sandboxProcesses()).toHaveLength(processesBefore);
    expect(runsOf(process.pid)).toEqual(runsBefore);
    expect(groups.filter((path) => existsSync(path))).toEqual([]);
    expect(mounts()).toBe(mountsBefore);
  });
});

describe('an executor whose process is killed', () => {
  it('takes its sandboxes with it, and the next executor removes the rest', async () => {
    const { child } = await startOwner();
    const pid = child.pid ?? 0;
    await eventually(() => sandboxProcesses(pid).length >= 5, 'two sandboxes with a child each');
    const inside = descendants(pid).map((process) => process.pid);
    const [run = ''] = runsOf(pid);
    const groups = groupsOf(run);
    child.kill('SIGKILL');
    await eventually(() => !inside.some(existing), 'all processes of the sandboxes gone');
    expect(runsOf(pid)).toEqual([run]);
    await eventually(() => !existing(pid), 'the owner reaped');
    expect(await removeLeftovers()).toContain(run);
    expect(runsOf(pid)).toEqual([]);
    expect(groups.filter((path) => existsSync(path))).toEqual([]);
  });

  it('what a running owner made is left alone', async () => {
    const { child } = await startOwner();
    const [run] = runsOf(child.pid ?? 0);
    expect(await removeLeftovers()).not.toContain(run);
    expect(runsOf(child.pid ?? 0)).toEqual([run]);
    expect(sandboxProcesses(child.pid).length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await eventually(() => !existing(child.pid ?? 0), 'the owner gone');
    await removeLeftovers();
  });

  it('a pid that another process has by now is not mistaken for the owner', async () => {
    const directory = join(homeDirectory('functions'), 'run-1-deadbeef');
    mkdirSync(directory, { recursive: true });
    const owner = { pid: process.pid, startTime: '1', boot: 'other', groups: [] };
    writeFileSync(join(directory, 'owner.json'), JSON.stringify(owner));
    expect(await removeLeftovers()).toContain('run-1-deadbeef');
    expect(existsSync(directory)).toBe(false);
  });
});

describe('groups without a record', () => {
  it('are removed when the pid in their name is gone', async () => {
    const sites = openSites('probe-4194304-dead');
    const made = siteDirectories(sites);
    expect(made.every((path) => existsSync(path))).toBe(true);
    await removeLeftovers();
    expect(made.filter((path) => existsSync(path))).toEqual([]);
  });
});

describe('descriptors of the machine', () => {
  it('one that the engine inherited does not reach the sandbox', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'leak-'));
    const secret = join(directory, 'secret');
    writeFileSync(secret, 'secret');
    const leaked = openSync(secret, 'r');
    try {
      // From 18 on, beyond what Node marks close-on-exec by itself, with a gap before it.
      const extra = [...Array<'ignore'>(27).fill('ignore'), leaked];
      const { child, line } = await startOwner(extra);
      expect(readdirSync(`/proc/${child.pid}/fd`)).toContain('30');
      expect(line).toContain('socket:');
      expect(line).not.toContain('secret');
      expect(line).not.toContain(directory);
    } finally {
      closeSync(leaked);
      rmSync(directory, { recursive: true });
    }
  });
});
