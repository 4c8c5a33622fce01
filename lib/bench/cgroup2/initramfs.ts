import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Kernel, TOOLS } from './parts.ts';

const run = promisify(execFile);

/** What Debian's kernel has as modules, and a machine of virtio devices, shared directories and an overlay needs. */
const MODULES = ['virtio_pci', '9pnet_virtio', '9p', 'overlay', 'loop'];

/** The files of `modprobe --show-depends` in the order in which they load, each once. */
export const moduleFiles = (depends: string): string[] => [
  ...new Set([...depends.matchAll(/^insmod (\S+)/gm)].map(([, path]) => path ?? '')),
];

/** Unpacked, because the little insmod inside cannot. */
async function copyModule(source: string, target: string): Promise<void> {
  if (!source.endsWith('.xz')) return copyFileSync(source, target);
  const options = { encoding: 'buffer', maxBuffer: 1 << 28 } as const;
  const { stdout } = await run('xz', ['-dc', source], options);
  writeFileSync(target, stdout);
}

/** Everything that is in memory when the kernel starts: busybox, the modules, `init.sh`. Answers its path. */
export async function makeInitramfs(directory: string, { base, version }: Kernel): Promise<string> {
  const root = join(directory, 'initramfs');
  for (const name of ['bin', 'modules']) mkdirSync(join(root, name), { recursive: true });
  const where = await run('sh', ['-c', 'command -v busybox'], { env: TOOLS });
  copyFileSync(where.stdout.trim(), join(root, 'bin/busybox'));
  copyFileSync(fileURLToPath(new URL('./init.sh', import.meta.url)), join(root, 'init'));
  const wanted = ['-d', base, '-S', version, '--show-depends', '--all', ...MODULES];
  const { stdout } = await run('modprobe', wanted, { env: TOOLS });
  for (const [index, path] of moduleFiles(stdout).entries()) {
    const name = basename(path).replace(/\.xz$/, '');
    await copyModule(path, join(root, 'modules', `${String(index).padStart(2, '0')}-${name}`));
  }
  const image = join(directory, 'initramfs.cpio');
  const pack = 'chmod 755 init bin/busybox && find . | busybox cpio -o -H newc > "$1"';
  await run('sh', ['-c', pack, 'sh', image], { cwd: root, env: TOOLS });
  return image;
}
