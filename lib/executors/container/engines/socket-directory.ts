import { chmodSync, lstatSync, mkdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ms } from '#lib/domain/units.ts';

/** Name of the wrapper's socket in the directory that is shared with the container. */
export const SOCKET_NAME = 'http.sock';

/**
 * Makes the directory in which the container's wrapper puts its socket. Open to the container's user
 * (whoever that is on this machine) until `lockSocket`; below a directory that only we may enter.
 */
export function makeSocketDirectory(parent: string): string {
  const path = join(parent, 's');
  mkdirSync(path, { recursive: true });
  chmodSync(parent, 0o700);
  chmodSync(path, 0o777);
  return path;
}

/** True once the wrapper listens there: it opens its socket to others only then. */
export function isOpenSocket(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isSocket() === true && (found.mode & 0o666) === 0o666;
}

/**
 * Waits for the wrapper's socket, then closes the directory to the container. The wrapper loads the user's
 * code only after the first request, so no user code runs while the directory is open: it can neither fill
 * the disk nor put a link to another socket of this machine in the place of its own.
 * @returns false when it did not appear in time or `over` aborted.
 */
export async function lockSocket(directory: string, deadline: Ms, over: AbortSignal): Promise<boolean> {
  const path = join(directory, SOCKET_NAME);
  const end = performance.now() + deadline;
  let wake = () => {};
  const watcher = watch(directory, () => wake());
  watcher.on('error', () => {});
  try {
    while (!isOpenSocket(path)) {
      if (over.aborted || performance.now() > end) return false;
      const pause = new AbortController();
      wake = () => pause.abort();
      await sleep(10, undefined, { signal: pause.signal }).catch(() => {});
    }
    // Synchronous, for the way through the thread pool and back is a millisecond of every start.
    chmodSync(directory, 0o711);
    return isOpenSocket(path);
  } finally {
    watcher.close();
  }
}
