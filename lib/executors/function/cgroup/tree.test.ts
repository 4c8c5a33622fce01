import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CONTROLLERS, type Controller } from './find.ts';
import { bestPlace, openSites, treesOf } from './tree.ts';

const ALL = [...CONTROLLERS];
const DIRECTORIES = ['/c/user.slice/session.scope', '/c/user.slice', '/c'];
const unified = { version: 2 as const, controllers: ALL, directories: DIRECTORIES };

describe('the directories of a tree', () => {
  const candidate = (controller: Controller, version: 1 | 2, directory: string) => ({
    ...{ controller, version, directory },
  });

  it('v2 has one tree for all controllers', () => {
    const all = ALL.flatMap((controller) => DIRECTORIES.map((one) => candidate(controller, 2, one)));
    expect(treesOf(all)).toEqual([unified]);
  });

  it('v1 has one for each, hybrid one for each and one for the rest', () => {
    const all = [candidate('memory', 1, '/m'), candidate('cpu', 2, '/u'), candidate('pids', 2, '/u')];
    expect(treesOf(all)).toEqual([
      { version: 1, controllers: ['memory'], directories: ['/m'] },
      { version: 2, controllers: ['cpu', 'pids'], directories: ['/u'] },
    ]);
  });
});

describe('one place for all controllers: a process is in one group of a v2 tree', () => {
  const choose = (has: Record<string, readonly Controller[]>) => {
    const open = new Set<string>();
    const place = bestPlace(
      unified,
      (directory) => {
        open.add(directory);
        return has[directory] ?? [];
      },
      (directory) => void open.delete(directory),
    );
    return { ...place, open: [...open] };
  };

  it('goes up to where all of them are, past a slice that lacks one', () => {
    const found = choose({ '/c/user.slice': ['memory', 'pids'], '/c': ALL });
    expect(found).toEqual({ directory: '/c', has: ALL, open: ['/c'] });
  });

  it('stays near when no directory has them all', () => {
    const found = choose({ '/c/user.slice': ['memory', 'pids'], '/c': ['cpu', 'pids'] });
    expect(found).toEqual({
      directory: '/c/user.slice',
      has: ['memory', 'pids'],
      open: ['/c/user.slice'],
    });
  });

  it('leaves nothing open where there is none', () => {
    expect(choose({})).toEqual({ directory: '', has: [], open: [] });
  });
});

describe('a v2 group that holds processes', () => {
  const base = mkdtempSync(join(tmpdir(), 'tree-'));
  afterAll(() => rmSync(base, { recursive: true }));
  const group = (name: string, files: Record<string, string>): string => {
    const directory = join(base, name);
    mkdirSync(directory);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(directory, file), text);
    return directory;
  };
  const open = (directory: string) =>
    openSites(
      'run-1-x',
      ALL.map((controller) => ({ controller, version: 2, directory })),
    );

  it('is left as it is: what it handed down would close it to groups below', () => {
    const scope = group('scope', {
      'cgroup.type': 'domain\n',
      'cgroup.procs': '1\n',
      'cgroup.subtree_control': '',
    });
    expect(open(scope)).toEqual({});
    expect(readFileSync(join(scope, 'cgroup.subtree_control'), 'utf8')).toBe('');
    expect(readdirSync(scope)).toHaveLength(3);
  });

  it('an empty one is tried, and left when the kernel makes no group in it', () => {
    const slice = group('slice', { 'cgroup.type': 'domain\n', 'cgroup.procs': '' });
    expect(open(slice)).toEqual({});
    expect(existsSync(join(slice, 'cgroup.subtree_control'))).toBe(true);
  });
});
