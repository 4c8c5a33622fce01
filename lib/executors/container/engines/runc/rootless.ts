import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { MiB } from '#lib/domain/units.ts';
import { threadsOf } from '../../../host/threads.ts';
import { RUNC_ENV } from './runc.ts';

/** The user that runs containers in user namespaces of its own; null for root, who needs none. */
export interface Rootless {
  uid: number;
  gid: number;
}

/** Null also where there are no users. */
export function rootless(): Rootless | null {
  const uid = process.getuid?.() ?? 0;
  return uid === 0 ? null : { uid, gid: process.getgid?.() ?? uid };
}

/** Everything that runc will ask of the kernel for this user, without runc. */
const PROBE = [
  '--user',
  '--map-root-user',
  '--mount',
  '--net',
  '--ipc',
  '--uts',
  '--pid',
  '--fork',
  '--mount-proc',
];

/** Null when the kernel lets this user make namespaces, else what it said. */
export async function namespaceRefusal(): Promise<string | null> {
  return promisify(execFile)('unshare', [...PROBE, 'true'], { env: RUNC_ENV, timeout: 5_000 }).then(
    () => null,
    (error: Error & { stderr?: string }) => error.stderr?.trim() || error.message,
  );
}

/** RLIMIT_DATA counts what a program reserves to write, and Node reserves far more than it uses. */
export const DATA_SLACK_MIB: MiB = 512;

const limit = (type: string, value: number) => ({ type, hard: value, soft: value });

/**
 * What stands in for the controllers that this user does not have: per process for memory, and for the number of
 * processes those that the user has now and a container's share. Nothing stands in for the CPU limit.
 */
export const rootlessRlimits = (
  uid: number,
  memory: MiB,
  processes: number,
  has: (controller: string) => boolean,
) => [
  ...(has('pids') ? [] : [limit('RLIMIT_NPROC', threadsOf(uid) + processes)]),
  ...(has('memory') ? [] : [limit('RLIMIT_DATA', (memory + DATA_SLACK_MIB) * 1024 * 1024)]),
];

/** The one user of the container is its root, which is this machine's user; it has no capability at all. */
export const rootlessMappings = ({ uid, gid }: Rootless) => ({
  uidMappings: [{ containerID: 0, hostID: uid, size: 1 }],
  gidMappings: [{ containerID: 0, hostID: gid, size: 1 }],
});
