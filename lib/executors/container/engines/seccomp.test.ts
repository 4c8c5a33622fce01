import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { baseLayer } from '../image/base.ts';
import { wrapperProgram } from '../image/program.ts';
import { runcConfig } from './runc/config.ts';
import { RUNC_ENV } from './runc/runc.ts';
import { seccompProfile } from './seccomp.ts';

const run = promisify(execFile);
const directory = mkdtempSync(join(tmpdir(), 'cs-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Numbers of the system calls on each architecture, for Perl, which every Debian has. */
const NUMBERS: Record<string, Record<string, number>> = {
  x64: {
    ...{
      ptrace: 101,
      mount: 165,
      unshare: 272,
      setns: 308,
      bpf: 321,
      keyctl: 250,
      add_key: 248,
      userfaultfd: 323,
    },
    ...{
      io_uring_setup: 425,
      perf_event_open: 298,
      kexec_load: 246,
      init_module: 175,
      pivot_root: 155,
      mknod: 133,
    },
    ...{
      open_by_handle_at: 304,
      process_vm_readv: 310,
      swapon: 167,
      reboot: 169,
      personality: 135,
      clone3: 435,
    },
    ...{ socket: 41, clone: 56, getpid: 39 },
  },
  arm64: {
    ...{
      ptrace: 117,
      mount: 40,
      unshare: 97,
      setns: 268,
      bpf: 280,
      keyctl: 219,
      add_key: 217,
      userfaultfd: 282,
    },
    ...{
      io_uring_setup: 425,
      perf_event_open: 241,
      kexec_load: 104,
      init_module: 105,
      pivot_root: 41,
      mknodat: 33,
    },
    ...{
      open_by_handle_at: 265,
      process_vm_readv: 270,
      swapon: 224,
      reboot: 142,
      personality: 92,
      clone3: 435,
    },
    ...{ socket: 198, clone: 220, getpid: 172 },
  },
};
const numbers = NUMBERS[process.arch] ?? {};

/** Runs this machine's Perl in a container of exactly our configuration. */
async function perl(program: string): Promise<string> {
  const id = `crossover-seccomp-${process.pid}-${Math.floor(performance.now())}`;
  const spec = { id, memory: 128, cpus: 1, environment: {}, services: [], egress: false };
  const { rootfs } = await baseLayer();
  const paths = { rootfs, code: null, socketDirectory: '/usr', passwd: '/etc/passwd' };
  const config = runcConfig(spec, paths, { uid: 700_000_001, rootless: null }, wrapperProgram('nodejs', []));
  const usr = { destination: '/usr', type: 'bind', source: '/usr', options: ['rbind', 'ro'] };
  const mounts = [...config.mounts.filter(({ destination }) => destination === '/proc'), usr];
  const own = { ...config.process, args: ['/usr/bin/perl', '-e', program], cwd: '/' };
  writeFileSync(join(directory, 'config.json'), JSON.stringify({ ...config, process: own, mounts }));
  const { stdout } = await run(
    'runc',
    ['--root', join(directory, 'state'), 'run', '--bundle', directory, id],
    {
      env: RUNC_ENV,
    },
  );
  return stdout;
}

const EPERM = 1;
const ENOSYS = 38;

describe('the seccomp profile', () => {
  it('refuses every system call that reaches for more', async () => {
    const { socket, clone, getpid, clone3, ...forbidden } = numbers;
    const calls = Object.entries(forbidden);
    expect(calls.length).toBeGreaterThan(15);
    const program = calls
      .map(([name, number]) => `$! = 0; syscall(${number}, 0, 0, 0, 0, 0); print "${name} ", $!+0, "\\n";`)
      .join(' ');
    const lines = (await perl(program)).trim().split('\n');
    expect(lines).toEqual(calls.map(([name]) => `${name} ${EPERM}`));
  });

  it('lets processes be made, but in no new namespace', async () => {
    const { clone, clone3, getpid } = numbers;
    const program = `
      print "pid ", syscall(${getpid}), "\\n";
      for my $flags (0x10000000, 0x20000000, 0x40000000, 0x02000000, 0x04000000, 0x08000000) {
        $! = 0; syscall(${clone}, $flags | 17, 0, 0, 0, 0); print "clone ", $!+0, "\\n"; }
      $! = 0; syscall(${clone3}, 0, 0); print "clone3 ", $!+0, "\\n";
      my $child = fork(); exit 0 if $child == 0; waitpid($child, 0); print "fork ", $?, "\\n";`;
    expect((await perl(program)).trim().split('\n')).toEqual([
      'pid 1',
      ...Array.from({ length: 6 }, () => `clone ${EPERM}`),
      `clone3 ${ENOSYS}`,
      'fork 0',
    ]);
  });

  it('opens unix and internet sockets and no others', async () => {
    const families = { unix: 1, inet: 2, inet6: 10, netlink: 16, packet: 17, alg: 38, vsock: 40, xdp: 44 };
    const program = Object.entries(families)
      .map(
        ([name, family]) =>
          `$! = 0; syscall(${numbers.socket}, ${family}, 1, 0); print "${name} ", $!+0, "\\n";`,
      )
      .join(' ');
    expect((await perl(program)).trim().split('\n')).toEqual([
      ...['unix 0', 'inet 0', 'inet6 0'],
      ...['netlink', 'packet', 'alg', 'vsock', 'xdp'].map((name) => `${name} ${EPERM}`),
    ]);
  });

  it('names the architecture, so that calls of another one are refused too', () => {
    expect(seccompProfile('x64').architectures).toEqual(['SCMP_ARCH_X86_64']);
    expect(seccompProfile('arm64').architectures).toEqual(['SCMP_ARCH_AARCH64']);
  });
});
