import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ms } from '#lib/domain/units.ts';
import { identify, isAlive, type ProcessIdentity } from '#lib/executors/host/process-identity.ts';

const pidFile = (data: string) => join(data, 'postmaster.pid');

/** The process that the pid file of this data directory names; null without one. */
export function postmasterOf(data: string): ProcessIdentity | null {
  try {
    return identify(Number(readFileSync(pidFile(data), 'utf8').split('\n')[0]));
  } catch {
    return null;
  }
}

const LOOK_EVERY: Ms = 200;

/** Resolves with the reason when the postmaster is gone. Looked for, not waited for: another process may be its parent. */
export async function endOfPostmaster(data: string): Promise<string> {
  const postmaster = postmasterOf(data);
  while (postmaster !== null && isAlive(postmaster)) await sleep(LOOK_EVERY, undefined, { ref: false });
  return 'its process is gone';
}

/** Processes of this cluster: Postgres works in its data directory. None where there is no /proc. */
function clusterProcesses(data: string): number[] {
  if (!existsSync('/proc/self/cwd')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === data;
      } catch {
        return false;
      }
    });
}

/**
 * Removes the remains of a killed postmaster, which keep the next one from starting: backends that are still at work and
 * hold its shared memory, and a pid file whose number belongs to another process by now.
 */
export function clearRemains(data: string): void {
  const postmaster = postmasterOf(data);
  const ours = clusterProcesses(data);
  // One that is there and does not answer may be on its way up or down: it is waited for.
  if (postmaster === null || ours.includes(postmaster.pid)) return;
  for (const pid of ours) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  if (process.platform === 'linux') rmSync(pidFile(data), { force: true });
}
