import { readdirSync, readFileSync } from 'node:fs';

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
