import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RUNC_ENV } from './runc/runc.ts';

/** Name of the socket beside, and out of reach of, the container. */
const FORWARD_NAME = 'forward.sock';

export const forwardSocket = (directory: string): string => join(directory, FORWARD_NAME);

/** True when this process may enter the network of a container that it made itself (Linux with util-linux). */
export const canEnterOwn = (): boolean =>
  process.platform === 'linux' && ['/usr/bin/nsenter', '/bin/nsenter'].some((path) => existsSync(path));

/** True when it may enter that of any container: root. */
export const canForward = (): boolean => canEnterOwn() && process.getuid?.() === 0;

/** Who is not root enters the container's user namespace first, which it owns. */
const entering = (pid: number): string[] => [
  ...(process.getuid?.() === 0 ? [] : [`--user=/proc/${pid}/ns/user`, '--preserve-credentials']),
  `--net=/proc/${pid}/ns/net`,
];

/**
 * Makes a port inside a container's own network reachable by `forwardSocket(directory)`. Returns what ends it;
 * it also ends with us. The container sees nothing of it but connections from its own loopback.
 */
export function startForward(pid: number, port: number, directory: string): () => void {
  const program = fileURLToPath(new URL('../runtime/forward.mjs', import.meta.url));
  const child = spawn(
    'nsenter',
    [...entering(pid), process.execPath, program, forwardSocket(directory), String(port)],
    { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env: RUNC_ENV },
  );
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  return () => void child.kill('SIGKILL');
}

/** Asks for the pid of a container until there is one or `over`. */
export async function untilPid(ask: () => Promise<number | null>, over: Promise<unknown>): Promise<number> {
  let ended = false;
  void over.then(() => {
    ended = true;
  });
  while (!ended) {
    const pid = await ask();
    if (pid !== null && pid > 0) return pid;
    await sleep(3);
  }
  return 0;
}
