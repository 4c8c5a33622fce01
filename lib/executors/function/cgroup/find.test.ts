import { describe, expect, it } from 'vitest';
import { candidates, candidatesOrNone } from './find.ts';

const v1 = (controller: string, root = '/', point = `/sys/fs/cgroup/${controller}`): string =>
  `35 31 0:32 ${root} ${point} rw,relatime - cgroup cgroup rw,${controller}`;
const v2 = (root = '/', point = '/sys/fs/cgroup'): string =>
  `41 31 0:38 ${root} ${point} rw,relatime shared:4 - cgroup2 cgroup2 rw,nsdelegate`;
const OTHER = '31 23 0:28 / /proc rw - proc proc rw';
const directoriesFor = (controller: string, mounts: string[], own: string): string[] =>
  candidates([OTHER, ...mounts].join('\n'), own)
    .filter((one) => one.controller === controller)
    .map(({ directory }) => directory);

describe('candidates', () => {
  it('v1: own group first, then up to the mount point, per controller', () => {
    const mounts = [v1('memory'), v1('cpu,cpuacct'), v1('pids')];
    const own = '4:memory:/a/b\n2:cpu,cpuacct:/\n8:pids:/x\n';
    expect(directoriesFor('memory', mounts, own)).toEqual([
      '/sys/fs/cgroup/memory/a/b',
      '/sys/fs/cgroup/memory/a',
      '/sys/fs/cgroup/memory',
    ]);
    expect(directoriesFor('cpu', mounts, own)).toEqual(['/sys/fs/cgroup/cpu,cpuacct']);
    expect(directoriesFor('pids', mounts, own)).toEqual(['/sys/fs/cgroup/pids/x', '/sys/fs/cgroup/pids']);
  });

  it('v2: one tree for all', () => {
    const own = '0::/user.slice/session.scope\n';
    const expected = [
      '/sys/fs/cgroup/user.slice/session.scope',
      '/sys/fs/cgroup/user.slice',
      '/sys/fs/cgroup',
    ];
    for (const controller of ['memory', 'cpu', 'pids']) {
      expect(directoriesFor(controller, [v2()], own)).toEqual(expected);
    }
    expect(candidates(v2(), own).every(({ version }) => version === 2)).toBe(true);
  });

  it('hybrid: v1 where a controller lives there, else v2', () => {
    const found = candidates(
      [v1('memory'), v2('/', '/sys/fs/cgroup/unified')].join('\n'),
      '4:memory:/\n0::/\n',
    );
    expect(found.map(({ controller, version }) => `${controller} ${version}`)).toEqual([
      'memory 1',
      'cpu 2',
      'pids 2',
    ]);
  });

  it('in a container the mount shows only a part of the tree', () => {
    expect(directoriesFor('memory', [v1('memory', '/docker/abc')], '4:memory:/docker/abc/x\n')).toEqual([
      '/sys/fs/cgroup/memory/x',
      '/sys/fs/cgroup/memory',
    ]);
    expect(directoriesFor('memory', [v1('memory', '/docker/abc')], '4:memory:/elsewhere\n')).toEqual([
      '/sys/fs/cgroup/memory',
    ]);
  });

  it('no control groups: nothing', () => {
    expect(candidates(OTHER, '')).toEqual([]);
  });

  it('reads this machine', () => {
    expect(Array.isArray(candidatesOrNone())).toBe(true);
  });
});
