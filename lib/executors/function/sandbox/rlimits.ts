import { readdirSync, readFileSync } from 'node:fs';
import type { MiB } from '#lib/domain/units.ts';
import type { Sites } from '../cgroup/tree.ts';
import type { Identity } from './identity.ts';
import type { RlimitValues } from './launch.ts';

/** RLIMIT_DATA counts what a program reserves to write, and Node reserves far more than it uses. */
const DATA_SLACK_MIB = 512;

function threadsOfProcess(pid: string, uid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const owner = Number(/^Uid:\s*(\d+)/m.exec(status)?.[1]);
    return owner === uid ? Number(/^Threads:\s*(\d+)/m.exec(status)?.[1] ?? 0) : 0;
  } catch {
    return 0;
  }
}

/** Processes and threads this user has on this machine now. */
export function threadsOf(uid: number): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.reduce((sum, pid) => sum + threadsOfProcess(pid, uid), 0);
}

/**
 * What stands in for the control groups that are missing. A user that only this sandbox has is limited in
 * any case; the engine's own user has other processes too, which must be neither counted nor starved.
 */
export function rlimitsFor(sites: Sites, identity: Identity, processes: number, memory: MiB): RlimitValues {
  const shared = sites.pids === undefined ? threadsOf(identity.uid) + processes : null;
  return {
    processes: identity.drop ? processes : shared,
    dataMiB: sites.memory === undefined ? memory + DATA_SLACK_MIB : null,
  };
}
