import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CrossoverError } from '#lib/domain/errors.ts';

const run = promisify(execFile);

/** Programs of this machine that make and run the virtual one, with the Debian package of each. */
const PROGRAMS = {
  'qemu-system-x86_64': 'qemu-system-x86',
  busybox: 'busybox-static',
  modprobe: 'kmod',
  setpriv: 'util-linux',
  'apt-get': 'apt',
  'dpkg-deb': 'dpkg',
  xz: 'xz-utils',
} as const;

/** Administrators' programs are outside of an ordinary user's PATH. */
export const TOOLS = {
  ...process.env,
  PATH: `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`,
} as const;

const has = (program: string): Promise<boolean> =>
  run('sh', ['-c', `command -v ${program}`], { env: TOOLS }).then(
    () => true,
    () => false,
  );

/** The host's programs run inside, so both are of one kind. @throws CrossoverError `vm-tools-missing` */
export async function requireTools(arch: string = process.arch): Promise<void> {
  const missing: string[] = [];
  for (const [program, name] of Object.entries(PROGRAMS)) if (!(await has(program))) missing.push(name);
  if (arch === 'x64' && missing.length === 0) return;
  throw new CrossoverError({
    code: 'vm-tools-missing',
    owner: 'yours',
    message:
      arch === 'x64'
        ? `A virtual machine with cgroup v2 needs ${missing.join(', ')}.`
        : `The virtual machine with cgroup v2 is made on Debian for x86-64, not ${arch}.`,
    remedy:
      arch === 'x64'
        ? `apt-get install -y --no-install-recommends ${missing.join(' ')}`
        : 'Run it on such a machine.',
  });
}

/** A kernel and the directory above its `lib/modules`. */
export interface Kernel {
  image: string;
  version: string;
  base: string;
}

/** The newest kernel below this directory with what a shared directory needs; null when there is none. */
export function kernelBelow(base: string): Kernel | null {
  const modules = join(base, 'lib/modules');
  const versions = existsSync(modules) ? readdirSync(modules) : [];
  const usable = versions.filter(
    (version) =>
      existsSync(join(modules, version, 'kernel/fs/9p')) &&
      existsSync(join(base, 'boot', `vmlinuz-${version}`)),
  );
  const version = usable.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  return version === undefined ? null : { image: join(base, 'boot', `vmlinuz-${version}`), version, base };
}

/** The package with the newest kernel that `apt-cache depends` of the package for all kernels names. */
export const kernelPackage = (depends: string): string | null =>
  /Depends: (linux-image-\d\S*-amd64)$/m.exec(depends)?.[1] ?? null;

/** Unpacks Debian's kernel below the directory without installing it. */
async function unpackKernel(directory: string): Promise<Kernel | null> {
  const { stdout } = await run('apt-cache', ['depends', 'linux-image-amd64']);
  const name = kernelPackage(stdout);
  if (name === null) return null;
  await run('apt-get', ['download', '-q', name], { cwd: directory });
  const archive = readdirSync(directory).find((file) => file.endsWith('.deb')) ?? '';
  const base = join(directory, 'kernel');
  mkdirSync(base);
  await run('dpkg-deb', ['-x', join(directory, archive), base]);
  // Debian 13 and later have the modules below /usr.
  if (!existsSync(join(base, 'lib'))) symlinkSync('usr/lib', join(base, 'lib'));
  const kernel = kernelBelow(base);
  if (kernel !== null) await run('depmod', ['-b', base, kernel.version], { env: TOOLS });
  return kernel;
}

/** This machine's own kernel, else Debian's. @throws CrossoverError `vm-kernel-missing` */
export async function findKernel(directory: string, say: (text: string) => void): Promise<Kernel> {
  const own = kernelBelow('/');
  if (own !== null) return own;
  say('Unpacking Debian’s kernel (a package of about 70 MB, not installed) …');
  const unpacked = await unpackKernel(directory).catch((error: unknown) => error);
  if (unpacked !== null && !(unpacked instanceof Error)) return unpacked as Kernel;
  throw new CrossoverError({
    code: 'vm-kernel-missing',
    owner: 'yours',
    message: 'There is no kernel in /boot with 9p in its modules, and Debian’s could not be had.',
    remedy: 'apt-get update && apt-get install -y --no-install-recommends linux-image-amd64',
    detail: unpacked instanceof Error ? unpacked.message : 'apt knows no linux-image-amd64',
  });
}
