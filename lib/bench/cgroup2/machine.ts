import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { projectRoot } from '#lib/executors/host/home.ts';
import { TOOLS } from './parts.ts';

export interface Machine {
  /** Path of the kernel. */
  kernel: string;
  initramfs: string;
  /** Directory of this machine into which it writes. */
  out: string;
  /** Else every instruction is worked out by a program: some seven times slower. */
  kvm: boolean;
}

const MEMORY_MIB = 4_096;

const share = (tag: string, path: string, readOnly = true): string[] => [
  '-fsdev',
  `local,id=${tag},path=${path},security_model=none,multidevs=remap${readOnly ? ',readonly=on' : ''}`,
  '-device',
  `virtio-9p-pci,fsdev=${tag},mount_tag=${tag}`,
];

/** A machine that has this one's programs and this checkout to read, and no network. */
export const qemuArguments = ({ kernel, initramfs, out, kvm }: Machine): string[] => [
  ...['-M', 'pc', '-cpu', 'max', '-smp', '2', '-m', String(MEMORY_MIB)],
  ...['-accel', kvm ? 'kvm' : 'tcg'],
  ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-nic', 'none', '-serial', 'stdio'],
  ...['-kernel', kernel, '-initrd', initramfs],
  ...['-append', 'console=ttyS0 quiet panic=-1 cgroup_no_v1=all'],
  ...share('usr', '/usr'),
  ...share('etc', '/etc'),
  ...share('checkout', projectRoot),
  ...share('out', out, false),
];

/** Both are needed: a virtual machine may show the device to programs and run nothing through it. */
export function kvmWorks(device = '/dev/kvm', processor = readFileSync('/proc/cpuinfo', 'utf8')): boolean {
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return /^flags\s*:.*\b(vmx|svm)\b/m.test(processor);
  } catch {
    return false;
  }
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });

/** Runs it until it turns itself off, telling each line that it prints. It ends with this process, however that ends. */
export async function boot(machine: Machine, line: (text: string) => void): Promise<void> {
  const niced = ['--pdeathsig', 'KILL', 'nice', '-n', '19', 'qemu-system-x86_64'];
  const child = spawn('setpriv', [...niced, ...qemuArguments(machine)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: TOOLS,
  });
  let problem = '';
  child.stderr.on('data', (chunk: Buffer) => (problem += chunk));
  createInterface({ input: child.stdout as Readable }).on('line', line);
  const code = await ended(child);
  if (code !== 0) throw new Error(`The virtual machine was stopped (${code ?? 'signal'}). ${problem.trim()}`);
}
