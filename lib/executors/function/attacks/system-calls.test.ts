import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runRaw } from '../testing/raw-sandbox.ts';

const PYTHON = ['/usr/bin/python3', '/usr/bin/python3.11', '/usr/bin/python3.12', '/usr/bin/python3.13'].find(
  (path) => existsSync(path),
);

/** Each line is tried in one sandbox; prints `name errno`, errno 0 when the call was let through. */
const SCRIPT = `
import ctypes, os, platform, sys
libc = ctypes.CDLL(None, use_errno=True)
X64 = platform.machine() == 'x86_64'
def call(name, x64, arm, *args):
    number = x64 if X64 else arm
    if number is None: return print(name, 'absent')
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in args])
    print(name, ctypes.get_errno() if result == -1 else 0)
CLONE_NEWUSER = 0x10000000
call('unshare', 272, 97, CLONE_NEWUSER)
call('unshare-files', 272, 97, 0x400)
call('setns', 308, 268, 0, 0)
call('clone3', 435, 435, 0, 0)
call('mount', 165, 40, 0, 0, 0, 0, 0)
call('umount2', 166, 39, 0, 0)
call('pivot_root', 155, 41, 0, 0)
call('chroot', 161, 51, 0)
call('open_tree', 428, 428, -100, 0, 0)
call('fsopen', 430, 430, 0, 0)
call('move_mount', 429, 429, 0, 0, 0, 0, 0)
call('mount_setattr', 442, 442, 0, 0, 0, 0, 0)
call('ptrace', 101, 117, 0, 0, 0, 0)
call('process_vm_readv', 310, 270, os.getpid(), 0, 0, 0, 0, 0)
call('process_vm_writev', 311, 271, os.getpid(), 0, 0, 0, 0, 0)
call('bpf', 321, 280, 0, 0, 0)
call('io_uring_setup', 425, 425, 1, 0)
call('io_uring_enter', 426, 426, 0, 0, 0, 0, 0, 0)
call('io_uring_register', 427, 427, 0, 0, 0, 0)
call('keyctl', 250, 219, 0, 0, 0, 0, 0)
call('add_key', 248, 217, 0, 0, 0, 0, 0)
call('request_key', 249, 218, 0, 0, 0, 0)
call('userfaultfd', 323, 282, 1)
call('perf_event_open', 298, 241, 0, 0, -1, -1, 0)
call('kexec_load', 246, 104, 0, 0, 0, 0)
call('kexec_file_load', 320, 294, 0, 0, 0, 0, 0)
call('init_module', 175, 105, 0, 0, 0)
call('finit_module', 313, 273, 0, 0, 0)
call('open_by_handle_at', 304, 265, 0, 0, 0)
call('pidfd_getfd', 438, 438, 0, 0, 0)
call('personality', 135, 92, 0xffffffff)
call('future', 600, 600, 0)
call('clone-newuser', 56, 220, CLONE_NEWUSER | 17, 0, 0, 0, 0)
call('clone-newnet', 56, 220, 0x40000000 | 17, 0, 0, 0, 0)
for family in (16, 17, 38, 40, 44):
    call('socket-%d' % family, 41, 198, family, 3, 0)
call('socket-negative', 41, 198, -1, 1, 0)
call('socket-high-bits', 41, 198, (1 << 40) | 16, 3, 0)
call('tiocsti', 16, 29, 0, 0x5412, 0)
call('tiocsti-high-bits', 16, 29, 0, (1 << 40) | 0x5412, 0)
call('getpid', 39, 172)
call('socket-unix', 41, 198, 1, 1, 0)
call('socket-inet', 41, 198, 2, 1, 0)
call('raw-packet-inet', 41, 198, 2, 3, 1)
`;

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

describe.runIf(PYTHON !== undefined)('system call filter, tried with real calls', () => {
  it('answers every dangerous call with an error and lets ordinary ones through', async () => {
    const { output } = await runRaw([PYTHON ?? '', '-c', SCRIPT]);
    const seen = Object.fromEntries(
      output
        .trim()
        .split('\n')
        .map((line) => line.split(' ')),
    );
    expect(seen).toEqual(EXPECTED);
  });

  it.runIf(process.arch === 'x64')('ends a program that uses the x32 numbers', async () => {
    const x32 = 'import ctypes; ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 + 39)); print("survived")';
    const { code, output } = await runRaw([PYTHON ?? '', '-c', x32]);
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
