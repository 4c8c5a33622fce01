import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerIsDead } from '../container/engines/owner.ts';
import { homeDirectory } from '../host/home.ts';

/** Beside each socket: who serves it. Not in the directory's name, for a socket's path must stay short. */
export const OWNER_FILE = 'owner';

export const servicesHome = (): string => homeDirectory('services', 0o711);

/** Removes the sockets that services of dead processes left behind; those of the living are not touched. */
export async function removeServiceLeftovers(parent = servicesHome()): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = await readFile(join(parent, name, OWNER_FILE), 'utf8').catch(() => '');
    if (ownerIsDead(owner)) await rm(join(parent, name), { recursive: true, force: true });
  }
}
