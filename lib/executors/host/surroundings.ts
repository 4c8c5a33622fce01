import { existsSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import type { Surroundings } from '#lib/domain/execution/surroundings.ts';

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Files that the engines put into each of their containers. */
function containerOf(): Surroundings['container'] {
  if (existsSync('/run/.containerenv')) return 'Podman';
  return existsSync('/.dockerenv') ? 'Docker' : null;
}

/** True when this process runs in a container of Docker or Podman. */
export const inContainer = (): boolean => containerOf() !== null;

/** The signs on this machine of what it runs in. */
export const surroundings = (): Surroundings => ({
  container: containerOf(),
  kernel: release(),
  product: read('/sys/class/dmi/id/product_name')?.trim() || null,
  isRoot: process.getuid?.() === 0,
  hypervisor: /^flags\s*:.*\bhypervisor\b/m.test(read('/proc/cpuinfo') ?? ''),
});
