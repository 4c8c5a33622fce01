import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  CGROUP_PARENT,
  cgroupMounts,
  containerCgroup,
  expectMove,
  hasController,
  makeCgroups,
  ownMemberFiles,
  sweepCgroups,
} from './cgroups.ts';

const directoriesOf = (id: string) => cgroupMounts().map((mount) => containerCgroup(mount, id));
const parents = () => cgroupMounts().map(({ path }) => join(path, CGROUP_PARENT));

/** Removes the shared parent whenever it is empty, as an owner that ends does, without a pause. */
const REMOVER = `
const { rmdirSync } = require('node:fs');
const parents = process.argv.slice(1);
process.stdout.write('ready');
const end = Date.now() + 20000;
while (Date.now() < end) for (const path of parents) try { rmdirSync(path) } catch {}
`;

it('a container gets its cgroups while another owner removes the parent again and again', async () => {
  const remover = spawn(process.execPath, ['-e', REMOVER, ...parents()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await new Promise((resolve) => remover.stdout.once('data', resolve));
    for (let n = 0; n < 200; n += 1) {
      const id = `1-1-race-${n}`;
      makeCgroups(id, 128);
      expect(directoriesOf(id).filter((path) => !existsSync(path))).toEqual([]);
      sweepCgroups((name) => name === id);
    }
  } finally {
    remover.kill('SIGKILL');
  }
});

it('finds the cgroups this process is in, of either version', () => {
  const mount = (path: string, version: 1 | 2, controllers: string[] = []) => ({
    path,
    version,
    controllers,
  });
  const mounts = [mount('/c/pids', 1, ['rw', 'pids']), mount('/c/named', 1, ['name=x']), mount('/c/u', 2)];
  const said = '9:name=x:/a b\n8:pids:/\n3:cpu,cpuacct:/gone\n0::/user.slice\n';
  expect(ownMemberFiles(said, mounts)).toEqual([
    '/c/named/a b/cgroup.procs',
    '/c/pids/cgroup.procs',
    '/c/u/user.slice/cgroup.procs',
  ]);
});

it('to expect a move leaves this process where it is', async () => {
  const before = readFileSync('/proc/self/cgroup', 'utf8');
  await expectMove();
  expect(readFileSync('/proc/self/cgroup', 'utf8')).toBe(before);
});

describe('controllers of version 2', () => {
  const path = mkdtempSync(join(tmpdir(), 'unified-'));
  afterAll(() => rmSync(path, { recursive: true }));
  const mount = { path, version: 2 as const, controllers: [] };
  const write = (file: string, text: string) => writeFileSync(join(path, `cgroup.${file}`), text);

  it('are those of the root of the machine, whatever runs there', () => {
    write('controllers', 'cpu memory pids\n');
    write('procs', '1\n2\n');
    expect(['memory', 'cpu', 'pids', 'io'].map((one) => hasController(one, [mount]))).toEqual([
      ...[true, true, true, false],
    ]);
  });

  it('are none in the root of a container whose programs run in it: runc would refuse to start', () => {
    write('type', 'domain\n');
    expect(hasController('memory', [mount])).toBe(false);
    write('procs', '');
    expect(hasController('memory', [mount])).toBe(true);
  });
});
