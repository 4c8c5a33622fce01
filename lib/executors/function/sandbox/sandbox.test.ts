import { afterEach, describe, expect, it, vi } from 'vitest';
import { CrossoverError } from '#lib/domain/errors.ts';
import { sandboxGroup } from '../../host/sandbox-group.ts';
import { threadsOf } from '../../host/threads.ts';
import { type SandboxSpec, sandboxOptions } from './argv.ts';
import { freeSlot, identityOf, takeSlot } from './identity.ts';
import { rlimitsFor } from './rlimits.ts';

const spec: SandboxSpec = {
  runtime: { binary: '/opt/node', libraries: ['/lib/libc.so.6'], version: '26.10.0' },
  codeDirectory: '/code',
  runtimeDirectory: '/wrapper',
  etc: {},
  services: [{ name: 'store', hostSocketPath: '/tmp/s.sock' }],
  environment: { PATH: '/evil', STORE_SOCKET: '/evil', '--bind': '/ /' },
  memory: 256,
  seccompDescriptor: 4,
};

describe('sandboxOptions', () => {
  const options = sandboxOptions(spec);
  const valuesOf = (name: string, count: number): string[][] =>
    options.flatMap((word, index) => (word === name ? [options.slice(index + 1, index + 1 + count)] : []));

  it('unshares every namespace and drops every capability', () => {
    for (const namespace of ['user', 'pid', 'net', 'ipc', 'uts'])
      expect(options).toContain(`--unshare-${namespace}`);
    expect(options).toContain('--unshare-cgroup-try');
    expect(valuesOf('--cap-drop', 1)).toEqual([['ALL']]);
    expect(options).toEqual(expect.arrayContaining(['--die-with-parent', '--new-session', '--clearenv']));
    expect(valuesOf('--seccomp', 1)).toEqual([['4']]);
  });

  it('binds nothing writable', () => {
    expect(options.slice(options.indexOf('--ro-bind'))).not.toContain('--bind');
    expect(valuesOf('--size', 1)).toEqual([[String(512 * 1024 * 1024)]]);
    expect(valuesOf('--remount-ro', 1)).toEqual([['/dev'], ['/proc'], ['/']]);
  });

  it("the user's environment cannot move the sandbox's own variables", () => {
    const variables = valuesOf('--setenv', 2);
    expect(variables.filter(([name]) => name === 'PATH')).toEqual([
      ['PATH', '/usr/local/bin:/usr/bin:/bin:/opt/bin'],
    ]);
    expect(variables).toContainEqual(['STORE_SOCKET', '/run/services/store.sock']);
    expect(variables).toContainEqual(['--bind', '/ /']);
  });
});

describe('identity', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('as root every slot is an unused user of its own', () => {
    vi.spyOn(process, 'getuid').mockReturnValue(0);
    const [one, two] = [identityOf(0), identityOf(1)];
    expect(one.drop).toBe(true);
    expect(one.uid).toBeGreaterThanOrEqual(1_879_048_192);
    expect(one.uid).toBeLessThan(2_147_483_648);
    expect(two.uid).toBe(one.uid + 1);
    expect(one.gid).toBe(two.gid);
    expect(one.gid).toBe(sandboxGroup());
  });

  it('otherwise it is the current user', () => {
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    vi.spyOn(process, 'getgid').mockReturnValue(1001);
    expect(identityOf(5)).toEqual({ uid: 1000, gid: 1001, drop: false });
  });

  it('without a user id nothing starts', () => {
    vi.spyOn(process, 'getuid').mockReturnValue(-1);
    expect(() => identityOf(0)).toThrow(CrossoverError);
  });

  it('slots are given once and again after their return', () => {
    const [one, two] = [takeSlot(), takeSlot()];
    expect(one).not.toBe(two);
    freeSlot(one);
    expect(takeSlot()).toBe(one);
    freeSlot(one);
    freeSlot(two);
  });
});

describe('rlimits', () => {
  const groups = { memory: { version: 1, directory: '/m' }, pids: { version: 1, directory: '/p' } } as const;
  const own = { uid: process.getuid?.() ?? 0, gid: 0, drop: false };

  it('stand in for the control groups that are missing', () => {
    const slot = { uid: 1_900_000_000, gid: 1, drop: true };
    expect(rlimitsFor(groups, slot, 256, 128)).toEqual({ processes: 256, dataMiB: null });
    expect(rlimitsFor({}, slot, 256, 128)).toEqual({ processes: 256, dataMiB: 640 });
  });

  it("never count the engine's own processes against a sandbox", () => {
    expect(rlimitsFor(groups, own, 256, 128).processes).toBeNull();
    expect(threadsOf(own.uid)).toBeGreaterThan(1);
    expect(rlimitsFor({}, own, 256, 128).processes).toBeGreaterThan(256);
  });
});
