import { readdirSync, readFileSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { homeDirectory } from '../../../host/home.ts';
import { ownerIsDead, ownerKey } from '../owner.ts';
import { sweepCgroups } from './cgroups.ts';
import { runc } from './runc.ts';

/** Below it one directory an owner: its runc state, images and containers. */
export const runcHome = (): string => homeDirectory('runc', 0o711);
export const stateRoot = (ownerDirectory: string): string => join(ownerDirectory, 'state');

/** The runc processes that work on this state directory, found by their own command line. */
function runcProcesses(root: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return args.includes('--root') && args.includes(root);
      } catch {
        return false;
      }
    })
    .map(Number);
}

function endProcesses(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Removes everything one owner has left. The owner must be dead or must have stopped starting containers. */
async function removeOwned(name: string): Promise<void> {
  const directory = join(runcHome(), name);
  const root = stateRoot(directory);
  // First whoever may still be about to make a container, then the containers.
  endProcesses(runcProcesses(root));
  for (const id of await readdir(root).catch(() => [])) {
    await runc(root, 'delete', '--force', id).catch(() => {});
  }
  sweepCgroups((id) => id.startsWith(`${name}-`));
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
}

/** Removes what dead owners of this checkout have left: processes, cgroups, files. Never touches the living. */
export async function removeRuncLeftovers(): Promise<void> {
  for (const name of await readdir(runcHome())) {
    if (ownerIsDead(name)) await removeOwned(name);
  }
  sweepCgroups(ownerIsDead);
}

/** Our own directories, when nothing of ours is left in them. */
export async function forgetOwner(): Promise<void> {
  const own = join(runcHome(), ownerKey);
  for (const directory of [stateRoot(own), own]) await rmdir(directory).catch(() => {});
  sweepCgroups(() => false);
}
