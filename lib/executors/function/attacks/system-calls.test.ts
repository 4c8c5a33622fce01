import { describe, expect, it } from 'vitest';
import { runRaw } from '../testing/raw-sandbox.ts';

/** Perl is part of every Debian and Ubuntu and can make any system call. */
const PERL = '/usr/bin/perl';

type Attempt = readonly [name: string, x64: number, arm64: number, args: readonly number[]];
const ATTEMPTS: readonly Attempt[] = [
  ['unshare', 272, 97, [0x10000000]],
  ['unshare-files', 272, 97, [0x400]],
  ['setns', 308, 268, [0, 0]],
  ['clone3', 435, 435, [0, 0]],
  ['mount', 165, 40, [0, 0, 0, 0, 0]],
  ['umount2', 166, 39, [0, 0]],
  ['pivot_root', 155, 41, [0, 0]],
  ['chroot', 161, 51, [0]],
  ['open_tree', 428, 428, [-100, 0, 0]],
  ['fsopen', 430, 430, [0, 0]],
  ['move_mount', 429, 429, [0, 0, 0, 0, 0]],
  ['mount_setattr', 442, 442, [0, 0, 0, 0, 0]],
  ['ptrace', 101, 117, [0, 0, 0, 0]],
  ['process_vm_readv', 310, 270, [0, 0, 0, 0, 0, 0]],
  ['process_vm_writev', 311, 271, [0, 0, 0, 0, 0, 0]],
  ['bpf', 321, 280, [0, 0, 0]],
  ['io_uring_setup', 425, 425, [1, 0]],
  ['io_uring_enter', 426, 426, [0, 0, 0, 0, 0, 0]],
  ['io_uring_register', 427, 427, [0, 0, 0, 0]],
  ['keyctl', 250, 219, [0, 0, 0, 0, 0]],
  ['add_key', 248, 217, [0, 0, 0, 0, 0]],
  ['request_key', 249, 218, [0, 0, 0, 0]],
  ['userfaultfd', 323, 282, [1]],
  ['perf_event_open', 298, 241, [0, 0, -1, -1, 0]],
  ['kexec_load', 246, 104, [0, 0, 0, 0]],
  ['kexec_file_load', 320, 294, [0, 0, 0, 0, 0]],
  ['init_module', 175, 105, [0, 0, 0]],
  ['finit_module', 313, 273, [0, 0, 0]],
  ['open_by_handle_at', 304, 265, [0, 0, 0]],
  ['pidfd_getfd', 438, 438, [0, 0, 0]],
  ['personality', 135, 92, [0xffffffff]],
  ['future', 600, 600, [0]],
  ['clone-newuser', 56, 220, [0x10000011, 0, 0, 0, 0]],
  ['clone-newnet', 56, 220, [0x40000011, 0, 0, 0, 0]],
  ['socket-16', 41, 198, [16, 3, 0]],
  ['socket-17', 41, 198, [17, 3, 0]],
  ['socket-38', 41, 198, [38, 3, 0]],
  ['socket-40', 41, 198, [40, 3, 0]],
  ['socket-44', 41, 198, [44, 3, 0]],
  ['socket-negative', 41, 198, [-1, 1, 0]],
  ['socket-high-bits', 41, 198, [2 ** 40 + 16, 3, 0]],
  ['tiocsti', 16, 29, [0, 0x5412, 0]],
  ['tiocsti-high-bits', 16, 29, [0, 2 ** 40 + 0x5412, 0]],
  ['getpid', 39, 172, []],
  ['socket-unix', 41, 198, [1, 1, 0]],
  ['socket-inet', 41, 198, [2, 1, 0]],
  ['raw-packet-inet', 41, 198, [2, 3, 1]],
];

/** Prints `name errno` a line; errno 0 when the call was let through. A child of a clone must not go on. */
function script(attempts: readonly Attempt[]): string {
  const lines = attempts.map(([name, x64, arm64, args]) => {
    const call = [process.arch === 'x64' ? x64 : arm64, ...args].join(', ');
    return `$! = 0; $r = syscall(${call}); exit if $$ != $me; print "${name} ", ($r == -1 ? $! + 0 : 0), "\\n";`;
  });
  return `$| = 1; $me = $$; ${lines.join('\n')}`;
}

const EPERM = '1';
const ENOSYS = '38';
const UNSUPPORTED = '97';
const EXPECTED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...[
        'unshare',
        'unshare-files',
        'setns',
        'mount',
        'umount2',
        'pivot_root',
        'chroot',
        'open_tree',
        'fsopen',
      ],
      ...['move_mount', 'mount_setattr', 'ptrace', 'process_vm_readv', 'process_vm_writev', 'bpf'],
      ...['io_uring_setup', 'io_uring_enter', 'io_uring_register', 'keyctl', 'add_key', 'request_key'],
      ...['userfaultfd', 'perf_event_open', 'kexec_load', 'kexec_file_load', 'init_module', 'finit_module'],
      ...['open_by_handle_at', 'pidfd_getfd', 'personality', 'clone-newuser', 'clone-newnet'],
      ...['tiocsti', 'tiocsti-high-bits', 'raw-packet-inet'],
    ].map((name) => [name, EPERM]),
  ),
  ...Object.fromEntries(
    [
      'socket-16',
      'socket-17',
      'socket-38',
      'socket-40',
      'socket-44',
      'socket-negative',
      'socket-high-bits',
    ].map((name) => [name, UNSUPPORTED]),
  ),
  ...{ clone3: ENOSYS, future: ENOSYS, getpid: '0', 'socket-unix': '0', 'socket-inet': '0' },
};

const answersIn = (output: string): Record<string, string> =>
  Object.fromEntries(
    output
      .trim()
      .split('\n')
      .map((line) => line.split(' ')),
  );

describe('system call filter, tried with real calls', () => {
  it('answers every dangerous call with an error and lets ordinary ones through', async () => {
    const { output } = await runRaw([PERL, '-e', script(ATTEMPTS)]);
    expect(answersIn(output)).toEqual(EXPECTED);
  });

  it('it is the filter that refuses: without it they come through', async () => {
    const through = { unshare: '0', 'unshare-files': '0', 'socket-16': '0' };
    // Only these: without the filter some of the others change the process so that it cannot go on.
    const attempts = ATTEMPTS.filter(([name]) => name in through);
    const { output } = await runRaw([PERL, '-e', script(attempts)], false);
    expect(answersIn(output)).toEqual(through);
  });

  it.runIf(process.arch === 'x64')('ends a program that uses the x32 numbers', async () => {
    const x32 = `syscall(${0x40000000 + 39}); print "survived"`;
    const { code, output } = await runRaw([PERL, '-e', x32]);
    expect(output).not.toContain('survived');
    expect(code).toBe(128 + 31);
  });
});

describe('namespaces and capabilities, tried with the tools of this machine', () => {
  it.each<[string, string[], RegExp]>([
    ['unshare -U', ['/usr/bin/unshare', '-U', '/usr/bin/id'], /Operation not permitted/],
    ['unshare -m', ['/usr/bin/unshare', '-m', '/usr/bin/id'], /Operation not permitted/],
    ['mount a tmpfs', ['/usr/bin/mount', '-t', 'tmpfs', 'none', '/tmp'], /permission|permitted|superuser/i],
    [
      'mount the root writable',
      ['/usr/bin/mount', '-o', 'remount,rw', '/'],
      /permission|permitted|superuser|find/i,
    ],
    ['make a device', ['/usr/bin/mknod', '/tmp/sda', 'b', '8', '0'], /not permitted/],
    ['chroot', ['/usr/sbin/chroot', '/tmp', '/usr/bin/id'], /not permitted/],
    ['become root', ['/usr/bin/setpriv', '--reuid=0', '/usr/bin/id'], /not permitted|Invalid argument/],
    [
      'a sandbox in the sandbox',
      ['/usr/bin/bwrap', '--ro-bind', '/', '/', '/usr/bin/id'],
      /permission|permitted/i,
    ],
    ['set the host name', ['/usr/bin/hostname', 'evil'], /must be root|not permitted/],
  ])('%s is refused', async (_name, command, message) => {
    const { code, output } = await runRaw(command);
    expect(code).not.toBe(0);
    expect(output).toMatch(message);
  });

  it('no capability is left and none can be gained', async () => {
    const { output } = await runRaw(['/usr/bin/cat', '/proc/self/status']);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
      expect(output).toMatch(new RegExp(`${set}:\\s*0{16}`));
    }
    expect(output).toMatch(/NoNewPrivs:\s*1/);
    expect(output).toMatch(/Seccomp:\s*2/);
  });
});
