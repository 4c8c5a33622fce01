import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CrossoverError } from '#lib/domain/errors.ts';

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
  return orUnusable(() => makeDirectory(base, 0o755));
}

/** Of a place that is read-only, another user's, a file, or no place at all. */
const UNUSABLE = new Set([
  'EROFS',
  'EACCES',
  'EPERM',
  'ENOENT',
  'ENOTDIR',
  'EEXIST',
  'ELOOP',
  'ENAMETOOLONG',
]);

/** The result of `write`. @throws CrossoverError `home-unusable` when the home cannot be written, never with its path */
export function orUnusable<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!UNUSABLE.has(code)) throw error;
    throw new CrossoverError(
      {
        ...{ code: 'home-unusable', owner: 'yours' },
        message: `Crossover cannot write to its own directory (${code}).`,
        remedy: 'Set CROSSOVER_HOME to a directory that this user can write to.',
      },
      { cause: error },
    );
  }
}

/**
 * Makes what is missing with exactly this mode: a strict umask would lock the sandboxes' users out. Node's own way
 * tells a read-only place as a missing one, and below /proc it never ends.
 */
export function makeDirectory(path: string, mode: number): string {
  const missing: string[] = [];
  for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const one of missing) makeOne(one, mode);
  if (!statSync(path).isDirectory()) throw Object.assign(new Error('It is a file.'), { code: 'ENOTDIR' });
  return path;
}

function makeOne(path: string, mode: number): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    // Another process made it at the same moment, and gives it its mode.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  chmodSync(path, mode);
}

/** A directory below home, made when missing. */
export function homeDirectory(name: string, mode = 0o755): string {
  return makeDirectory(join(crossoverHome(), name), mode);
}
