import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout this code runs from. */
export const projectRoot = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Short name of this checkout: everything made on the machine carries it, so that two checkouts never clean up each other. */
export const checkoutId = createHash('sha256').update(projectRoot).digest('hex').slice(0, 8);

/**
 * Where everything that is not source lives: database, runtime copies, images, sockets.
 * Outside the checkout when root, because sandboxes run as other users and a checkout may be
 * below a directory that only root can enter. `CROSSOVER_HOME` overrides it.
 */
export function crossoverHome(): string {
  const base =
    process.env.CROSSOVER_HOME ||
    join(
      process.getuid?.() === 0 ? '/var/lib/crossover' : join(homedir(), '.local/share/crossover'),
      checkoutId,
    );
  return makeDirectory(base, 0o755);
}

/** Makes what is missing with exactly this mode: a strict umask would lock the sandboxes' users out. */
export function makeDirectory(path: string, mode: number): string {
  const first = mkdirSync(path, { recursive: true, mode });
  for (let made = path; first !== undefined && made.length >= first.length; made = dirname(made)) {
    chmodSync(made, mode);
  }
  return path;
}

/** A directory below home, made when missing. */
export function homeDirectory(name: string, mode = 0o755): string {
  return makeDirectory(join(crossoverHome(), name), mode);
}
